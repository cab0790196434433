package import Admission

extension Reason {
    private static let labels: [Reason: String] = .init(
        uniqueKeysWithValues: Reason.allCases.map { ($0, Self.snakeCase("\($0)")) })

    /// The reason by name, for metrics, log lines and `why`: `credential_unknown`.
    package var label: String { Self.labels[self] ?? "" }

    private static func snakeCase(_ name: String) -> String {
        name.reduce(into: "") { text, character in
            text += character.isUppercase ? "_" + character.lowercased() : String(character)
        }
    }
}
