import Foundation
import Keys

/// Prints what a command has to say, in the form its options and its terminal ask for.
struct Output: Sendable {
    let format: OutputFormat
    let isQuiet: Bool
    let fields: FieldSelection?
    let terminal: Terminal
    let outputIsColoured: Bool
    let errorIsColoured: Bool
    let environment: [String: String]
    let now: WallTime

    init(_ options: OutputOptions, environment: [String: String], terminal: Terminal, now: WallTime) throws {
        self.format = try OutputFormat.decide(
            json: options.json, environment: environment, outputIsTerminal: terminal.outputIsTerminal)
        self.isQuiet = options.quiet
        self.fields = try options.fields.map { text throws(CommandFailure) in try FieldSelection(parsing: text) }
        self.terminal = terminal
        self.outputIsColoured = ColourDecision.isColoured(
            choice: options.color, isTerminal: terminal.outputIsTerminal, environment: environment)
        self.errorIsColoured = ColourDecision.isColoured(
            choice: options.color, isTerminal: terminal.errorIsTerminal, environment: environment)
        self.environment = environment
        self.now = now
    }

    /// One object.
    ///
    /// `body` is the document as the API sent it, when nothing was taken out of it; `order` names the members people
    /// want to see first, `essential` the one that `-q` prints. `isDone` when this tells of an act: then nothing is
    /// refused any more.
    ///
    /// - Throws: Exit 64 when `--fields` names what is not there.
    func show(
        _ document: JSONValue, body: [UInt8]? = nil, order: [String], essential: String = "id", isDone: Bool = false
    ) throws(CommandFailure) {
        try self.judgeFields(of: document, besides: order, isDone)
        if self.format == .json { return self.printJSON(document, body: body) }
        if self.isQuiet { return StandardStream.output.writeLine(Self.plain(document[essential])) }
        // A proof is for programs and files; a person is told of it in a note.
        let view = DetailView(
            document: self.fields?.applied(to: document) ?? document.without(AuditReceipt.member),
            order: self.fields?.fields ?? order)
        self.printLines(
            self.format == .people
                ? view.lines(isColoured: self.outputIsColoured, now: self.now) : view.tabSeparated)
    }

    /// A page of objects. See `show`.
    func list(
        _ document: JSONValue, body: [UInt8]? = nil, columns: [Column], essential: String = "id", isDone: Bool = false
    ) throws(CommandFailure) {
        try self.judgeFields(of: document, besides: columns.map(\.path), isDone)
        if self.format == .json { return self.printJSON(document, body: body) }
        let rows = document["data"]?.array ?? []
        if self.isQuiet { return self.printLines(rows.map { Self.plain($0[essential]) }.filter { !$0.isEmpty }) }
        let chosen = self.fields?.fields.map { Column(field: $0, among: columns) } ?? columns
        let table = Table(columns: chosen, rows: rows)
        guard self.format == .people else { return self.printLines(table.tabSeparated) }
        if rows.isEmpty {
            self.note("nothing to list")
        } else {
            self.printLines(
                table.lines(width: self.terminal.columns, isColoured: self.outputIsColoured, now: self.now))
        }
        if let cursor = document["next_cursor"]?.string { self.note("more: --cursor \(cursor), or --all") }
    }

    private func judgeFields(
        of document: JSONValue, besides known: [String], _ isDone: Bool
    ) throws(CommandFailure) {
        guard let refusal = self.fields?.refusal(for: document, besides: known) else { return }
        guard isDone else { throw refusal }
        self.remark(refusal.problem.lines.joined(separator: "; "))
    }

    private static func plain(_ value: JSONValue?) -> String { value.map { $0.string ?? $0.encoded } ?? "" }

    /// A remark on stderr, for people only who did not ask for quiet.
    func note(_ text: String) {
        guard self.format == .people, !self.isQuiet else { return }
        StandardStream.error.writeLine(Style.dim.applied(to: PlainText.oneLine(text), isColoured: self.errorIsColoured))
    }

    /// A remark on stderr that programs may read past: people and pipes see it, JSON says it itself.
    func remark(_ text: String) {
        guard self.format != .json, !self.isQuiet else { return }
        StandardStream.error.writeLine(PlainText.oneLine(text))
    }

    /// A document on one line; the API's own bytes when it is whole.
    func printJSON(_ document: JSONValue, body: [UInt8]? = nil) {
        guard self.fields == nil, let body else {
            return StandardStream.output.writeLine((self.fields?.applied(to: document) ?? document).encoded)
        }
        let end = body.lastIndex { ![0x20, 0x0a, 0x0d, 0x09].contains($0) } ?? 0
        StandardStream.output.writeLine(String(decoding: body.prefix(end + 1), as: UTF8.self))
    }

    /// Lines on stdout, through the pager when they are more than a screen.
    func printLines(_ lines: [String]) {
        guard !lines.isEmpty else { return }
        if self.format == .people, Pager.show(lines, rows: self.terminal.rows, environment: self.environment) { return }
        StandardStream.output.writeLine(lines.joined(separator: "\n"))
    }
}

extension Output {
    /// For commands that talk to no server.
    init(_ options: OutputOptions) throws {
        let environment = ProcessInfo.processInfo.environment
        try self.init(options, environment: environment, terminal: .init(environment: environment), now: .current)
    }
}
