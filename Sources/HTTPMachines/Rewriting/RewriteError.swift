/// Why a rewrite cannot be: one sentence for the person who wrote it, without the setting's name.
package struct RewriteError: Error, Equatable, Sendable {
    package let message: String

    package init(_ message: String) { self.message = message }
}
