import ArgumentParser

/// What `--color` asks for.
enum ColourChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
    case auto, always, never
}
