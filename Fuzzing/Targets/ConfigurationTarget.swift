import ConfigurationReading
import Gateway

/// A configuration is read or refused with its reason; what is read can be listed.
enum ConfigurationTarget {
    static func run(_ bytes: [UInt8]) -> Int32 {
        guard let text = String(validating: bytes, as: UTF8.self) else { return 0 }
        do throws(ConfigurationError) {
            let configuration = try ServerConfiguration(file: "f", text: text)
            precondition(configuration.verify != nil || configuration.upstreamCount > 0, "a server has something to do")
            precondition((try? configuration.gateway.validated()) != nil, "what is read is valid")
            let listing = try ConfigurationListing(file: "f", text: text)
            precondition(!listing.entries.isEmpty, "there are settings")
        } catch {
            precondition(error.file == "f" && !error.message.isEmpty, "a refusal says what and where")
            precondition((error.line ?? 1) >= 1, "lines are counted from 1")
        }
        return 0
    }
}
