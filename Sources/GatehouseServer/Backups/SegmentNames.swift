import Keys

/// The names in a folder of segments. Whatever has another one is not ours.
enum SegmentNames {
    /// A backup that a chain begins with: `gatehouse-20261121T180000Z-CHAIN.base`. Later ones sort behind.
    struct Base: Hashable, Comparable {
        let moment: String
        let chain: String

        init(chain: String, at time: WallTime) {
            self.moment = Self.moment(of: time)
            self.chain = chain
        }

        /// `nil` for every other name.
        init?(_ name: String) {
            let words = name.split(separator: "-", omittingEmptySubsequences: false)
            guard words.count == 3, words[0] == "gatehouse", Self.isMoment(words[1]), words[2].hasSuffix(".base"),
                SegmentNames.isChain(words[2].dropLast(5))
            else { return nil }
            (self.moment, self.chain) = (String(words[1]), String(words[2].dropLast(5)))
        }

        var name: String { "gatehouse-\(self.moment)-\(self.chain).base" }

        /// Of a time, whole seconds, so that later ones sort behind.
        static func moment(of time: WallTime) -> String {
            "\(WallTime(seconds: time.seconds))".filter { $0 != "-" && $0 != ":" }
        }

        static func < (left: Self, right: Self) -> Bool {
            (left.moment, left.chain) < (right.moment, right.chain)
        }

        private static func isMoment(_ text: Substring) -> Bool {
            text.utf8.count == 16 && text.last == "Z" && text.dropFirst(8).first == "T"
                && text.utf8.filter { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }.count == 14
        }
    }

    /// `CHAIN-00000001.segment`.
    static func segment(_ chain: String, _ number: UInt64) -> String {
        let digits = String(number)
        return "\(chain)-" + String(repeating: "0", count: max(0, 8 - digits.count)) + digits + ".segment"
    }

    /// Which segment of the chain a name tells of; `nil` for every other name.
    static func number(_ name: String, of chain: String) -> UInt64? {
        guard name.hasPrefix(chain + "-"), name.hasSuffix(".segment"),
            let number = UInt64(name.dropFirst(chain.utf8.count + 1).dropLast(8)),
            name == self.segment(chain, number)
        else { return nil }
        return number
    }

    private static func isChain(_ text: Substring) -> Bool {
        text.utf8.count == 32
            && text.utf8.allSatisfy {
                (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
            }
    }
}
