/// The OCSF class of an act, and its activity in that class.
struct OCSFClass {
    let kind: ActionMeaning.Kind
    let uid: Int64
    let name: String
    let activity: Int64
    let activityName: String

    init(_ meaning: ActionMeaning) {
        self.kind = meaning.kind
        switch meaning.kind {
        case .entity(let activity):
            self.uid = 3004
            self.name = "Entity Management"
            self.activity = activity.rawValue
            self.activityName = Self.name(activity) ?? meaning.title
        case .user(let activity):
            self.uid = 3007
            self.name = "User Management"
            self.activity = activity.rawValue
            self.activityName = Self.name(activity)
        case .logon:
            self.uid = 3002
            self.name = "Authentication"
            self.activity = 1
            self.activityName = "Logon"
        }
    }

    /// The caption of the schema; `nil` for what it does not name.
    private static func name(_ activity: ActionMeaning.EntityActivity) -> String? {
        switch activity {
        case .create: "Create"
        case .update: "Update"
        case .delete: "Delete"
        case .activate: "Activate"
        case .suspend: "Suspend"
        case .resume: "Resume"
        case .other: nil
        }
    }

    private static func name(_ activity: ActionMeaning.UserActivity) -> String {
        switch activity {
        case .create: "Create"
        case .update: "Update"
        case .delete: "Delete"
        }
    }
}
