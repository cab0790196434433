import ArgumentParser

/// The boundaries a key can have.
enum BoundaryChoice: String, ExpressibleByArgument, CaseIterable {
    case readOnly = "read_only"
    case standard
    case admin
}
