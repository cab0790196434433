import Keys

/// Keys of Amazon API Gateway: its API key file (CSV with the columns Name and Key, and if wanted Description, Enabled and
/// UsagePlanIds, in any order and case), or the answer of `aws apigateway get-api-keys --include-values`.
enum AWSKeys {
    static func read(_ bytes: [UInt8], into file: inout ImportFile) throws(ImportFault) {
        let start = bytes.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
        guard start == 0x7b else { return try Self.readTable(bytes, into: &file) }
        let document = try JSONNode(reading: bytes)
        guard let items = document["items"]?.elements else {
            throw .init(line: document.line, "an object with an array “items” is wanted")
        }
        for item in items {
            try file.attempt { file throws(ImportFault) in try Self.key(item, &file) }
        }
    }

    private static func readTable(_ bytes: [UInt8], into file: inout ImportFile) throws(ImportFault) {
        var reader = CSVReader(bytes)
        guard let header = try reader.next() else { throw .init(line: 1, "the file is empty") }
        let columns = header.fields.map { CellText($0).text.lowercased() }
        guard columns.contains("name"), columns.contains("key"), Set(columns).count == columns.count else {
            throw .init(line: header.line, "the columns Name and Key are wanted, each once")
        }
        for column in columns where !["name", "key", "description", "enabled", "usageplanids"].contains(column) {
            file.remark("column “\(column.prefix(64))”")
        }
        while let record = try reader.next() {
            try file.attempt { _ throws(ImportFault) in try Self.key(record, columns) }
        }
    }

    private static func key(_ record: CSVReader.Record, _ columns: [String]) throws(ImportFault) -> ImportedKey {
        guard record.fields.count == columns.count else {
            throw .init(
                line: record.line, "there are \(record.fields.count) fields; the first line has \(columns.count)")
        }
        var cells: [String: CellText] = [:]
        for (column, field) in zip(columns, record.fields) where !field.isEmpty { cells[column] = CellText(field) }
        guard let name = cells["name"]?.text, !name.isEmpty else { throw .init(line: record.line, "the name is empty") }
        var key = ImportedKey(
            line: record.line, foreignID: name, name: name,
            credential: try Vocabulary.credential(
                token: cells["key"]?.bytes, hash: nil, algorithm: nil, line: record.line))
        key.isEnabled = try cells["enabled"].map { cell throws(ImportFault) in try cell.flag(record.line) } ?? true
        key.metadata["aws.description"] = cells["description"]?.text
        let plans = cells["usageplanids"]?.text.filter { $0 != "'" && $0 != "\"" }
        key.tags = Vocabulary.tags((plans ?? "").split(separator: ",").map { "usage-plan:\($0)" })
        return key
    }

    private static func key(_ item: JSONNode, _ file: inout ImportFile) throws(ImportFault) -> ImportedKey {
        let known = [
            "id", "value", "name", "description", "enabled", "stageKeys", "createdDate", "lastUpdatedDate", "tags",
        ]
        file.remarkUnknown(item, known: known)
        guard let id = try item["id"]?.text("the id") else { throw .init(line: item.line, "the id is missing") }
        var key = ImportedKey(
            line: item.line, foreignID: id, name: Vocabulary.name(try item["name"]?.text("the name"), or: id),
            credential: try Vocabulary.credential(
                token: try item["value"]?.bytes("the value"), hash: nil, algorithm: nil, line: item.line))
        key.isEnabled = try item["enabled"]?.flag("enabled") ?? true
        key.metadata = try item["tags"]?.metadata("the tags") ?? [:]
        key.metadata["aws.description"] = try item["description"]?.text("the description")
        key.tags = Vocabulary.tags(try item["stageKeys"]?.texts("the stages").map { "stage:\($0)" } ?? [])
        return key
    }
}

extension ImportFile {
    /// Names the members that Gatehouse has no place for.
    mutating func remarkUnknown(_ node: JSONNode, known: [String]) {
        for name in node.names where !known.contains(name) { self.remark("member “\(name.prefix(64))”") }
    }
}
