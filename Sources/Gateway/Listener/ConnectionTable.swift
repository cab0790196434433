/// The connections of a loop by number. A number is reused once its connection has closed.
struct ConnectionTable<Connection: AnyObject> {
    private var connections: [Connection?] = []
    private var vacant: [UInt32] = []
    private(set) var count = 0

    /// Takes a connection in and gives it its number.
    mutating func insert(_ connection: Connection) -> UInt32 {
        self.count += 1
        if let number = self.vacant.popLast() {
            self.connections[Int(number)] = connection
            return number
        }
        self.connections.append(connection)
        return UInt32(self.connections.count - 1)
    }

    mutating func remove(_ number: UInt32) {
        self.connections[Int(number)] = nil
        self.vacant.append(number)
        self.count -= 1
    }

    /// The connection of that number, while it is open.
    subscript(number: UInt32) -> Connection? {
        Int(number) < self.connections.count ? self.connections[Int(number)] : nil
    }

    /// Every number there has been: connections may come and go while they are gone through.
    var numbers: Range<UInt32> { 0..<UInt32(self.connections.count) }
}
