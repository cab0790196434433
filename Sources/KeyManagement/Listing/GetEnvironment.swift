package import Keys

/// Shows one environment.
package struct GetEnvironment: ManagementQuery {
    let id: EnvironmentID

    package init(_ id: EnvironmentID) { self.id = id }

    package func answer(in inquiry: Inquiry) throws -> Environment { try inquiry.reader.existing(self.id) }
}
