/// What a foreign token comes to.
enum ForeignStanding {
    case unknown
    case key(KeyEntry, VersionEntry, needsUpgrade: Bool)
    case refuse(Reason, LimitReport?)
}
