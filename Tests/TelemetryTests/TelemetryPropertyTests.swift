import TestKit
import Testing

@testable import Telemetry

/// Cells, histograms and text against plain dictionaries and a reader of the format that shares nothing with the writer.
@Suite struct TelemetryPropertyTests {
    @Test func `a table counts like a dictionary, however full it is`() {
        var generator = SeededGenerator(seed: 131)
        for capacity in [1, 2, 7, 64, 300] {
            let tables = (0..<3).map { _ in CellTable(capacity: capacity, width: 3) }
            var expected: [SeriesKey: [UInt64]] = [:]
            var total: UInt64 = 0
            for _ in 0..<5000 {
                let key = SeriesKey(UInt16(generator.number(below: 40)), UInt16(generator.number(below: 4)), 0, 65_535)
                let amount = UInt64(generator.number(below: 100))
                let column = generator.number(below: 3)
                generator.pick(tables).add(amount, to: key, column: column)
                expected[key, default: [0, 0, 0]][column] += amount
                total += amount
            }
            let sums = CellTable.sums(of: tables)
            #expect(sums.values.reduce(0) { $0 + $1.reduce(0, +) } == total)
            for case (let key?, let values) in sums {
                let known = expected[key] ?? []
                #expect(zip(values, known).allSatisfy { $0 <= $1 } && known.count == 3)
            }
            if capacity >= 160 {
                #expect(sums[nil] == nil)
                #expect(sums.count == expected.count)
                for (key, values) in expected { #expect(sums[key] == values) }
            }
        }
    }

    @Test func `a series keeps its row for ever`() {
        var generator = SeededGenerator(seed: 132)
        let table = CellTable(capacity: 50)
        var rows: [SeriesKey: Int] = [:]
        for _ in 0..<3000 {
            let key = SeriesKey(UInt16(generator.number(below: 80)))
            let row = table.row(of: key)
            #expect((0...50).contains(row))
            if row < 50 { #expect(rows.updateValue(row, forKey: key) ?? row == row) }
        }
        #expect(rows.count == 50 && Set(rows.values).count == 50)
    }

    @Test func `odd sizes are brought within their bounds`() {
        for (capacity, width) in [(0, 0), (-5, -5), (1, 1000), (70_000, 1)] {
            let table = CellTable(capacity: capacity, width: width)
            #expect((1...65_536).contains(table.capacity) && (1...64).contains(table.width))
            table.add(2, to: SeriesKey(1), column: table.width - 1)
            table.add(3, to: SeriesKey(2), column: 0)
            #expect(CellTable.sums(of: [table]).values.reduce(0) { $0 + $1.reduce(0, +) } == 5)
        }
    }

    @Test func `every duration falls into the first bucket that holds it`() {
        var generator = SeededGenerator(seed: 133)
        for buckets in [Buckets.requests, .overhead] {
            let table = HistogramTable(buckets, capacity: 4)
            var counts = [UInt64](repeating: 0, count: buckets.count)
            var sum: UInt64 = 0
            for _ in 0..<5000 {
                let exponent = UInt64(generator.number(below: 36))
                let nanoseconds =
                    generator.oneIn(10) ? generator.pick(buckets.bounds) : generator.next() >> (63 - exponent)
                table.record(nanoseconds, in: SeriesKey(9))
                counts[buckets.bounds.firstIndex { nanoseconds <= $0 } ?? buckets.bounds.count] += 1
                sum &+= nanoseconds
            }
            let reading = HistogramTable.sums(of: [table])[SeriesKey(9)]
            #expect(reading?.counts == counts)
            #expect(reading?.sumNanoseconds == sum)
            #expect(reading?.count == 5000)
        }
    }

    @Test func `any label value comes back out of the text`() {
        var generator = SeededGenerator(seed: 134)
        let scalars: [Unicode.Scalar] = [
            "a", "\\", "\"", "\n", "n", "{", "}", ",", "=", " ", "é", "😀", "#", "\r", "\t",
        ]
        let metric = Metric(
            "x.y", .gauge, .count("z"), "Any \\ help \n text.", labels: ["first.label", "second.label"])
        for _ in 0..<2000 {
            let values = (0..<2).map { _ in
                String(String.UnicodeScalarView((0..<generator.number(below: 8)).map { _ in generator.pick(scalars) }))
            }
            let number = generator.next()
            var text = PrometheusText()
            text.write(metric, [(labels: values, value: number)])
            let lines = text.text.split(separator: "\n" as Character, omittingEmptySubsequences: false)
            #expect(lines.count == 4 && lines[3].isEmpty)
            let sample = PrometheusSample(lines[2])
            #expect(sample?.name == "x_y")
            #expect(sample?.value == String(number))
            let expected = zip(["first_label", "second_label"], values).filter { !$1.isEmpty }
            #expect(sample?.labels.map(\.0) == expected.map(\.0))
            #expect(sample?.labels.map(\.1) == expected.map(\.1))
        }
    }

    @Test func `seconds are exact to the nanosecond`() {
        var generator = SeededGenerator(seed: 135)
        for _ in 0..<3000 {
            let nanoseconds = generator.next() >> UInt64(generator.number(below: 64))
            var text = PrometheusText()
            text.write(.snapshotAge, nanoseconds: [(labels: ["n"], value: nanoseconds)])
            let value = PrometheusSample(text.text.split(separator: "\n").last ?? "")?.value ?? ""
            let parts = value.split(separator: ".")
            let digits = parts.count > 1 ? parts[1] + String(repeating: "0", count: 9 - parts[1].count) : "0"
            let whole = (UInt64(parts.first ?? "") ?? .max) &* 1_000_000_000
            #expect(whole &+ (UInt64(digits) ?? 0) == nanoseconds)
            #expect(!value.contains(".") || !value.hasSuffix("0"))
        }
    }
}

/// One line of the text format, read character by character as its description says.
private struct PrometheusSample {
    let name: String
    let labels: [(String, String)]
    let value: String

    init?(_ line: Substring) {
        var rest = line.unicodeScalars[...]
        let name = rest.prefix { $0 != "{" && $0 != " " }
        rest = rest.dropFirst(name.count)
        var labels: [(String, String)] = []
        if rest.first == "{" {
            repeat {
                rest = rest.dropFirst()
                let label = rest.prefix { $0 != "=" }
                rest = rest.dropFirst(label.count)
                guard rest.starts(with: "=\"".unicodeScalars) else { return nil }
                rest = rest.dropFirst(2)
                var value = String.UnicodeScalarView()
                while let scalar = rest.popFirst(), scalar != "\"" {
                    guard scalar == "\\" else {
                        value.append(scalar)
                        continue
                    }
                    switch rest.popFirst() {
                    case "n": value.append("\n")
                    case "\\": value.append("\\")
                    case "\"": value.append("\"")
                    default: return nil
                    }
                }
                labels.append((String(String.UnicodeScalarView(label)), String(value)))
            } while rest.first == ","
            guard rest.popFirst() == "}" else { return nil }
        }
        guard rest.popFirst() == " " else { return nil }
        (self.name, self.labels) = (String(String.UnicodeScalarView(name)), labels)
        self.value = String(String.UnicodeScalarView(rest))
    }
}
