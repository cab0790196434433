import Keys
import Yams

/// A place in a configuration file: reads typed values and, where something is wrong, knows file, line and setting.
struct ConfigurationNode {
    /// Most bytes of a configuration file.
    static let mostBytes = 1_048_576
    /// Most items of a list.
    static let mostItems = 4096
    /// Most values of a file, each alias counted with all that it stands for.
    static let mostValues = 262_144

    let file: String
    let key: String
    private let node: Node

    /// Parses a file's text. An empty file is an empty mapping.
    init(file: String, text: String) throws(ConfigurationError) {
        self.file = file
        self.key = ""
        guard text.utf8.count <= Self.mostBytes else {
            throw .init(file: file, line: nil, key: "", message: "the file is larger than 1 MiB")
        }
        do {
            self.node = try Yams.compose(yaml: text) ?? Node.mapping(.init([]))
        } catch let error as YamlError {
            throw .init(file: file, line: Self.line(of: error), key: "", message: Self.message(of: error))
        } catch {
            throw .init(file: file, line: nil, key: "", message: "the file is not YAML")
        }
        var left = Self.mostValues
        guard Self.take(self.node, from: &left) else {
            throw self.error("there are more than \(Self.mostValues) values")
        }
    }

    /// Counts the values of a node down, and stops when none are left: a few aliases of aliases stand for any number.
    private static func take(_ node: Node, from left: inout Int) -> Bool {
        left -= 1
        guard left >= 0 else { return false }
        switch node {
        case .mapping(let mapping):
            return mapping.allSatisfy { Self.take($0.key, from: &left) && Self.take($0.value, from: &left) }
        case .sequence(let sequence): return sequence.allSatisfy { Self.take($0, from: &left) }
        case .scalar, .alias: return true
        }
    }

    private init(file: String, key: String, node: Node) {
        self.file = file
        self.key = key
        self.node = node
    }

    /// An error at this place.
    func error(_ message: String) -> ConfigurationError {
        .init(file: self.file, line: self.node.mark?.line, key: self.key, message: message)
    }

    /// Whether it holds settings, and not a value.
    var isMapping: Bool {
        if case .mapping = self.node { true } else { false }
    }

    /// The settings of a mapping; refuses names that are not among the known ones and names given twice.
    func settings(_ known: [String]) throws(ConfigurationError) -> [String: ConfigurationNode] {
        guard case .mapping(let mapping) = self.node else { throw self.error("must be a mapping of settings") }
        var settings: [String: ConfigurationNode] = [:]
        for (name, value) in mapping {
            let text = name.string ?? ""
            let child = ConfigurationNode(
                file: self.file, key: self.key.isEmpty ? text : "\(self.key).\(text)", node: value)
            guard known.contains(text) else { throw self.unknown(text, line: name.mark?.line, known) }
            guard settings.updateValue(child, forKey: text) == nil else { throw child.error("is given twice") }
        }
        return settings
    }

    /// The names and values of a mapping whose names are free, in order; refuses names given twice.
    func entries() throws(ConfigurationError) -> [(name: String, value: ConfigurationNode)] {
        guard case .mapping(let mapping) = self.node else { throw self.error("must be a mapping of names to values") }
        var entries: [(name: String, value: ConfigurationNode)] = []
        for (name, value) in mapping {
            let text = name.string ?? ""
            let child = ConfigurationNode(file: self.file, key: "\(self.key).\(text)", node: value)
            guard !entries.contains(where: { $0.name == text }) else { throw child.error("is given twice") }
            entries.append((text, child))
        }
        return entries
    }

    /// The items of a list.
    func items() throws(ConfigurationError) -> [ConfigurationNode] {
        guard case .sequence(let sequence) = self.node else { throw self.error("must be a list") }
        guard sequence.count <= Self.mostItems else { throw self.error("has more than \(Self.mostItems) items") }
        return sequence.enumerated().map { index, node in
            .init(file: self.file, key: "\(self.key)[\(index)]", node: node)
        }
    }

    /// Every value below this place, with its setting and line.
    var leaves: [(key: String, value: String, line: Int?)] {
        switch self.node {
        case .mapping(let mapping):
            mapping.flatMap { name, value in
                let text = name.string ?? ""
                return Self(file: self.file, key: self.key.isEmpty ? text : "\(self.key).\(text)", node: value).leaves
            }
        case .sequence(let sequence):
            sequence.enumerated().flatMap { index, value in
                Self(file: self.file, key: "\(self.key)[\(index)]", node: value).leaves
            }
        case .scalar(let scalar): [(key: self.key, value: scalar.string, line: self.node.mark?.line)]
        case .alias: []
        }
    }

    func string(longest: Int = 1024) throws(ConfigurationError) -> String {
        guard case .scalar(let scalar) = self.node, !scalar.string.isEmpty else {
            throw self.error("must be a text that is not empty")
        }
        guard scalar.string.utf8.count <= longest else { throw self.error("is longer than \(longest) bytes") }
        return scalar.string
    }

    func integer(_ range: ClosedRange<Int>) throws(ConfigurationError) -> Int {
        guard case .scalar(let scalar) = self.node, let value = Int(scalar.string), range.contains(value) else {
            throw self.error("must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// A number of bytes, or `unlimited`.
    func bytesOrUnlimited() throws(ConfigurationError) -> UInt64 {
        guard case .scalar(let scalar) = self.node else {
            throw self.error("must be a whole number of bytes, or unlimited")
        }
        if scalar.string == "unlimited" { return .max }
        guard let value = Int(scalar.string), (0...1_000_000_000_000_000).contains(value) else {
            throw self.error("must be a whole number of bytes from 0 to 1000000000000000, or unlimited")
        }
        return UInt64(value)
    }

    func boolean() throws(ConfigurationError) -> Bool {
        guard case .scalar(let scalar) = self.node, ["true", "false"].contains(scalar.string) else {
            throw self.error("must be true or false")
        }
        return scalar.string == "true"
    }

    /// Milliseconds, from one to a day.
    func milliseconds() throws(ConfigurationError) -> Duration {
        .milliseconds(try self.integer(1...86_400_000))
    }

    /// One of the cases of an enumeration, by its raw value.
    func choice<Choice: RawRepresentable & CaseIterable>(
        _ type: Choice.Type
    ) throws(ConfigurationError) -> Choice where Choice.RawValue == String {
        let text = try self.string()
        guard let choice = Choice(rawValue: text) else {
            let names = type.allCases.map(\.rawValue)
            let hint = NearestName.of(text, among: names).map { "; did you mean '\($0)'?" } ?? ""
            throw self.error("'\(text)' is not one of \(names.joined(separator: ", "))\(hint)")
        }
        return choice
    }

    private func unknown(_ name: String, line: Int?, _ known: [String]) -> ConfigurationError {
        let hint = NearestName.of(name, among: known).map { "did you mean '\($0)'?" }
        let message = "unknown setting; " + (hint ?? "known here: \(known.joined(separator: ", "))")
        let key = self.key.isEmpty ? name : "\(self.key).\(name)"
        return .init(file: self.file, line: line, key: key, message: message)
    }

    private static func line(of error: YamlError) -> Int? {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        case .duplicatedKeysInMapping(_, let context): context.mark.line
        default: nil
        }
    }

    private static func message(of error: YamlError) -> String {
        switch error {
        case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _):
            "the file is not YAML: \(problem)"
        case .duplicatedKeysInMapping(let duplicates, _):
            "given twice: \(duplicates.map { "\($0)" }.joined(separator: ", "))"
        default: "the file is not YAML"
        }
    }
}
