/// Why a command could not do its work: an exit code and the problem document that says so.
struct CommandFailure: Error, Equatable {
    let status: ExitReason
    let problem: Problem

    /// The one problem whose exit code its status does not tell.
    private static let rolledBack = "rolled_back"

    /// A failure the server reported.
    init(_ problem: Problem, httpStatus: Int) {
        self.status = problem.code == Self.rolledBack ? .rolledBack : ExitReason(problemStatus: httpStatus)
        self.problem = problem
    }

    /// A failure of this side.
    init(_ status: ExitReason, code: String, _ detail: String, fix: String? = nil) {
        self.status = status
        self.problem = Problem(code: code, detail: detail, fix: fix)
    }

    /// The command line asks for something that cannot be.
    static func usage(_ detail: String, fix: String? = nil) -> Self {
        .init(.usage, code: "usage", detail, fix: fix)
    }

    /// The person answered no.
    static let cancelled = Self(.cancelled, code: "cancelled", "Cancelled; nothing changed.")
}
