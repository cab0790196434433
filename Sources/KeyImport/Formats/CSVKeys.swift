import Keys

/// Keys as comma-separated values under our own column names (docs/import.md).
enum CSVKeys {
    /// A column by its name in the first line.
    private enum Column: Hashable {
        case id, name, token, hash, algorithm, owner, permissions, roles, tags, limits, expires, enabled, generator,
            length
        case metadata(String)

        init?(_ name: String) {
            switch name {
            case "id": self = .id
            case "name": self = .name
            case "token": self = .token
            case "hash": self = .hash
            case "algorithm": self = .algorithm
            case "owner": self = .owner
            case "permissions": self = .permissions
            case "roles": self = .roles
            case "tags": self = .tags
            case "limits": self = .limits
            case "expires_at": self = .expires
            case "enabled": self = .enabled
            case "generator": self = .generator
            case "length": self = .length
            case _ where name.hasPrefix("metadata."): self = .metadata(String(name.dropFirst(9)))
            default: return nil
            }
        }
    }

    static func read(_ bytes: [UInt8], into file: inout ImportFile) throws(ImportFault) {
        var reader = CSVReader(bytes)
        guard let header = try reader.next() else { throw .init(line: 1, "the file is empty") }
        let columns = try Self.columns(header)
        while let record = try reader.next() {
            try file.attempt { _ throws(ImportFault) in try Self.key(record, columns) }
        }
    }

    private static func columns(_ header: CSVReader.Record) throws(ImportFault) -> [Column] {
        var columns: [Column] = []
        for field in header.fields {
            let name = CellText(field).text
            guard let column = Column(name) else {
                throw .init(line: header.line, "there is no column “\(name.prefix(64))”; docs/import.md names them all")
            }
            guard !columns.contains(column) else {
                throw .init(line: header.line, "the column “\(name.prefix(64))” is repeated")
            }
            columns.append(column)
        }
        return columns
    }

    private static func key(_ record: CSVReader.Record, _ columns: [Column]) throws(ImportFault) -> ImportedKey {
        guard record.fields.count == columns.count else {
            throw .init(
                line: record.line, "there are \(record.fields.count) fields; the first line has \(columns.count)")
        }
        var cells: [Column: CellText] = [:]
        for (column, field) in zip(columns, record.fields) where !field.isEmpty { cells[column] = CellText(field) }
        guard let id = (cells[.id] ?? cells[.name])?.text else {
            throw .init(line: record.line, "there is neither an id nor a name")
        }
        var key = ImportedKey(
            line: record.line, foreignID: id, name: Vocabulary.name(cells[.name]?.text, or: id),
            credential: try Vocabulary.credential(
                token: cells[.token]?.bytes, hash: cells[.hash]?.bytes, algorithm: cells[.algorithm]?.text,
                line: record.line))
        key.owner = cells[.owner]?.text
        key.permissions = try Vocabulary.permissions(cells[.permissions]?.words ?? [], line: record.line)
        key.roles = cells[.roles]?.words ?? []
        key.tags = Vocabulary.tags(cells[.tags]?.words ?? [])
        key.limits = try Self.limits(cells[.limits]?.words ?? [], line: record.line)
        key.expiresAt = try cells[.expires].map { cell throws(ImportFault) in try cell.moment(record.line) }
        key.isEnabled = try cells[.enabled].map { cell throws(ImportFault) in try cell.flag(record.line) } ?? true
        key.strength = try Self.strength(cells[.generator]?.text, cells[.length]?.text, line: record.line)
        for case (.metadata(let name), let cell) in cells { key.metadata[name] = cell.text }
        return key
    }

    /// `100/60` is a hundred in a minute.
    private static func limits(_ words: [String], line: Int) throws(ImportFault) -> [LimitPolicy] {
        var limits: [LimitPolicy] = []
        for (index, word) in words.enumerated() {
            let parts = word.split(separator: "/", omittingEmptySubsequences: false).map { Int64($0) }
            guard parts.count == 2, let limit = parts[0], let seconds = parts[1] else {
                throw .init(line: line, "a limit is not of the form LIMIT/SECONDS")
            }
            limits.append(try Vocabulary.limit("imported-\(index + 1)", limit, seconds: seconds, line: line))
        }
        return limits
    }

    static func strength(
        _ generator: String?, _ length: String?, line: Int
    ) throws(ImportFault) -> DeclaredStrength? {
        guard generator != nil || length != nil else { return nil }
        guard let generator = generator.flatMap(TokenGenerator.init(rawValue:)) else {
            throw .init(
                line: line,
                "the generator must be one of \(TokenGenerator.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        if length == nil, generator == .uuid4 { return .init(.uuid4, length: 32) }
        guard let length = length.flatMap({ Int($0) }), (0...DeclaredStrength.longest).contains(length) else {
            throw .init(line: line, "the length must be a number up to \(DeclaredStrength.longest)")
        }
        return .init(generator, length: length)
    }
}
