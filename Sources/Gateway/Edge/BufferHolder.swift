import Keys

/// A connection that holds bytes, as it is looked at when too many lie about.
struct BufferHolder {
    let number: UInt32
    /// What it is counted by among those of its address; `nil` for one that stands for many.
    let share: IPAddress?
    /// Seconds that its client is behind the speed it has to have.
    let behind: UInt64
    /// Bytes that it holds.
    let held: Int

    /// Who has to go: whoever is furthest behind first, then whoever holds most.
    ///
    /// - Parameters:
    ///   - holders: all that hold bytes.
    ///   - held: bytes that all hold.
    ///   - target: what may stay; `nil` when only shares count.
    ///   - share: what the connections of one address may hold.
    /// - Returns: their numbers.
    static func chosen(from holders: [BufferHolder], held: Int, target: Int?, share: Int) -> [UInt32] {
        var shares: [IPAddress: Int] = [:]
        for holder in holders { if let address = holder.share { shares[address, default: 0] += holder.held } }
        guard target != nil || shares.values.contains(where: { $0 > share }) else { return [] }
        var left = held
        var chosen: [UInt32] = []
        var others: [BufferHolder] = []
        for holder in holders.sorted(by: { ($0.behind, $0.held) > ($1.behind, $1.held) }) {
            guard let address = holder.share, let sum = shares[address], sum > share else {
                others.append(holder)
                continue
            }
            shares[address] = sum - holder.held
            left -= holder.held
            chosen.append(holder.number)
        }
        for holder in others {
            guard let target, left > target else { break }
            left -= holder.held
            chosen.append(holder.number)
        }
        return chosen
    }
}
