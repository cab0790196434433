/// What a dry run tells about whom an act hits, in the order a person weighs it.
enum BlastRadius {
    static let order = ["keys", "requests_24h", "callers", "owners", "routes"]
}
