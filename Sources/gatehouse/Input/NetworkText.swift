import ArgumentParser
import Keys

/// A network on the command line: a CIDR range, or the number of an autonomous system.
struct NetworkText: Hashable, Sendable, ExpressibleByArgument {
    /// Left to the server to judge, as it stands.
    let range: String?
    /// `AS64500`.
    let number: String?

    init?(argument: String) {
        let number = NetworkNumber(argument)
        self.number = number?.description
        self.range = number == nil ? argument : nil
    }
}
