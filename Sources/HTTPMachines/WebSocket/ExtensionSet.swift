/// All lines `Sec-WebSocket-Extensions` of a head as one.
struct ExtensionSet {
    /// The value in its one form.
    private(set) var text: [UInt8] = []
    private(set) var names: [[UInt8]] = []

    /// `nil` when they are no list, or of more than so many.
    init?(_ fields: borrowing FieldTable, of bytes: Span<UInt8>, most: Int) {
        var index = 0
        while let line = WebSocketFields.next("sec-websocket-extensions", fields, of: bytes, from: index) {
            var list = ExtensionList(fields[line].value)
            elements: while true {
                var element: [UInt8] = []
                switch list.next(bytes, to: &element) {
                case .end: break elements
                case .invalid: return nil
                case .element(let name):
                    guard self.names.count < most else { return nil }
                    if !self.text.isEmpty { self.text += [0x2c, 0x20] }
                    self.text += element
                    self.names.append(name.offsets.map { bytes[$0] })
                }
            }
            index = line + 1
        }
    }
}
