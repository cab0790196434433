/// The fields of a WebSocket handshake: all names that begin with `Sec-WebSocket-`, told apart only where a handshake is.
enum WebSocketFields {
    /// The only line of that name; `nil` when there is none or more than one.
    static func only(_ name: StaticString, _ fields: borrowing FieldTable, of bytes: Span<UInt8>) -> ByteRange? {
        guard let index = self.next(name, fields, of: bytes, from: 0),
            self.next(name, fields, of: bytes, from: index + 1) == nil
        else { return nil }
        return fields[index].value
    }

    /// The index of the next line of that name, spelt as it is.
    static func next(
        _ name: StaticString, _ fields: borrowing FieldTable, of bytes: Span<UInt8>, from start: Int
    ) -> Int? {
        var index = start
        while let found = fields.firstIndex(of: .webSocket, from: index) {
            if ByteText.equalsFoldingCase(bytes, fields[found].name, name) { return found }
            index = found + 1
        }
        return nil
    }
}
