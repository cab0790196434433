package import Keys

/// What a file of another system says: its keys in our terms, what could not be read, and what was left out.
package struct ImportFile: Sendable {
    /// Largest file that is read.
    package static let largest = 64 << 20
    /// Most keys of one file.
    package static let mostKeys = 500_000
    /// Most faults and remarks that are told.
    package static let mostFaults = 1000
    package static let mostRemarks = 100

    package private(set) var keys: [ImportedKey] = []
    /// What cannot be imported, by line. Never quotes a value.
    package private(set) var faults: [ImportFault] = []
    /// How many faults there are in all.
    package private(set) var faultCount = 0
    /// What the file says that Gatehouse has no place for: names of columns and members.
    package private(set) var remarks: [String] = []

    init() {}

    /// Reads a file. What is not of the format at all is one fault and no keys.
    package static func read(_ bytes: [UInt8], from source: ImportSource) -> ImportFile {
        var file = ImportFile()
        guard bytes.count <= Self.largest else {
            file.add(.init(line: 1, "the file is larger than \(Self.largest) bytes"))
            return file
        }
        do throws(ImportFault) {
            switch source {
            case .csv: try CSVKeys.read(bytes, into: &file)
            case .aws: try AWSKeys.read(bytes, into: &file)
            case .json: try PlainKeys.read(try JSONNode(reading: bytes), into: &file)
            case .unkey: try UnkeyKeys.read(try JSONNode(reading: bytes), into: &file)
            case .kong: try KongKeys.read(try JSONNode(reading: bytes), into: &file)
            case .apisix: try APISIXKeys.read(try JSONNode(reading: bytes), into: &file)
            case .tyk: try TykKeys.read(try JSONNode(reading: bytes), into: &file)
            }
        } catch {
            file.add(error)
        }
        return file
    }

    mutating func add(_ key: ImportedKey) throws(ImportFault) {
        guard self.keys.count < Self.mostKeys else {
            throw .init(line: key.line, "the file has more than \(Self.mostKeys) keys; split it")
        }
        self.keys.append(key)
    }

    mutating func add(_ fault: ImportFault) {
        self.faultCount += 1
        if self.faults.count < Self.mostFaults { self.faults.append(fault) }
    }

    /// Notes something that is left out, once.
    mutating func remark(_ text: String) {
        guard self.remarks.count < Self.mostRemarks, !self.remarks.contains(text) else { return }
        self.remarks.append(text)
    }

    /// Reads one key; what is wrong with it leaves the others alone.
    mutating func attempt(
        _ body: (inout ImportFile) throws(ImportFault) -> ImportedKey
    ) throws(ImportFault) {
        let key: ImportedKey
        do throws(ImportFault) {
            key = try body(&self)
        } catch {
            return self.add(error)
        }
        if let fault = key.shapeFault { return self.add(.init(line: key.line, fault)) }
        try self.add(key)
    }
}
