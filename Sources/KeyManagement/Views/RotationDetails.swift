package import Keys

/// A rotation as it is shown.
package struct RotationDetails: Sendable {
    package let rotation: Rotation
    package let state: RotationState
    /// Who used an old version since the rotation began and not the new one since, latest first.
    package let callersOnOld: [VersionUsage]

    init(_ rotation: Rotation, usage: [VersionUsage], at now: WallTime) {
        self.rotation = rotation
        self.state = rotation.state(at: now)
        let switched = Dictionary(
            usage.filter { $0.versionNumber == rotation.newVersion }.map { (RotationCaller($0), $0.at) }
        ) { max($0, $1) }
        self.callersOnOld = usage.filter { use in
            use.versionNumber < rotation.newVersion && use.at >= rotation.startedAt
                && switched[RotationCaller(use)].map { $0 < use.at } ?? true
        }
    }
}

/// Tells callers apart.
private struct RotationCaller: Hashable {
    let address: IPAddress
    let userAgent: String

    init(_ use: VersionUsage) {
        self.address = use.address
        self.userAgent = use.userAgent
    }
}
