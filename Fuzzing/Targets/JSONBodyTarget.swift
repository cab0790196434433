import Foundation
import JSONText

/// What our reader takes for JSON, another one does too; and what it passes over, it reads.
enum JSONBodyTarget {
    static func run(_ bytes: [UInt8]) -> Int32 {
        let isRead = Self.isRead(bytes.span)
        guard JSONSyntax.isValid(bytes.span) else {
            precondition(!isRead, "what is read can be passed over")
            return 0
        }
        precondition(isRead, "what is passed over can be read")
        let other = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
        precondition(other != nil || Self.isBeyond(bytes), "two readers agree on what is JSON")
        return 0
    }

    private static func isRead(_ bytes: Span<UInt8>) -> Bool {
        var reader = JSONReader()
        do throws(JSONFault) {
            try self.read(bytes, &reader)
            try reader.finish(bytes)
            return true
        } catch {
            precondition((0...bytes.count).contains(error.offset), "a fault lies in the text")
            return false
        }
    }

    private static func read(_ bytes: Span<UInt8>, _ reader: inout JSONReader) throws(JSONFault) {
        var isFirst = true
        switch try reader.kind(bytes) {
        case .object:
            try reader.beginObject(bytes)
            while let name = try reader.nextMember(bytes, isFirst: &isFirst) {
                self.check(name, bytes)
                try self.read(bytes, &reader)
            }
        case .array:
            try reader.beginArray(bytes)
            while try reader.nextElement(bytes, isFirst: &isFirst) { try self.read(bytes, &reader) }
        case .string: self.check(try reader.string(bytes), bytes)
        case .number:
            let number = try reader.number(bytes)
            precondition(Double(number.text(in: bytes)) != nil, "a number is one")
            let integer = number.integer
            precondition(integer == nil || integer == Int64(number.text(in: bytes)), "an integer is exact")
        case .boolean: _ = try reader.boolean(bytes)
        case .null: try reader.null(bytes)
        }
    }

    private static func check(_ string: JSONString, _ bytes: Span<UInt8>) {
        let text = String(validating: string.bytes(in: bytes), as: UTF8.self)
        precondition(text != nil, "text is UTF-8")
        precondition(text == string.text(in: bytes), "text is told the same way")
    }

    /// Numbers too large for a double are JSON, and not everybody's.
    private static func isBeyond(_ bytes: [UInt8]) -> Bool {
        bytes.contains { $0 == 0x65 || $0 == 0x45 } || bytes.count { ($0 &- 0x30) < 10 } > 15
    }
}
