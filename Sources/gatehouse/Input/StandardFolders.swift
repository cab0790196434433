/// Where state and the root key go when nobody says: the system's folders for root, those of XDG for everyone else.
struct StandardFolders: Hashable, Sendable {
    let state: String
    let rootKey: String

    init(environment: [String: String], isRoot: Bool) {
        guard !isRoot else {
            self.state = "/var/lib/gatehouse"
            self.rootKey = "/etc/gatehouse/root.key"
            return
        }
        let home = environment["HOME"] ?? "."
        self.state = Self.folder("XDG_STATE_HOME", environment, home + "/.local/state") + "/gatehouse"
        self.rootKey = Self.folder("XDG_CONFIG_HOME", environment, home + "/.config") + "/gatehouse/root.key"
    }

    /// XDG says that a relative path is to be ignored.
    private static func folder(_ name: String, _ environment: [String: String], _ standard: String) -> String {
        environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? standard
    }
}
