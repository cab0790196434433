import Foundation
import Testing

@testable import Telemetry

@Suite struct PrometheusTextTests {
    @Test func `counters, gauges and the build are written as the format has them`() {
        var text = PrometheusText()
        text.write(
            .decisions, [(["admit", "", "production", "gateway"], 7), (["refuse", "key_expired", "a", "b"], 1)])
        text.write(.decisionLogDropped, 3)
        text.write(.snapshotAge, nanoseconds: [(["n1"], 1_500_000_001), (["n2"], 2_000_000_000)])
        text.writeBuild(version: "0.1.0", revision: "abc")
        #expect(
            text.text == """
                # HELP gatehouse_decisions_total Requests admitted and refused.
                # TYPE gatehouse_decisions_total counter
                gatehouse_decisions_total{outcome="admit",environment="production",surface="gateway"} 7
                gatehouse_decisions_total{outcome="refuse",reason="key_expired",environment="a",surface="b"} 1
                # HELP gatehouse_decision_log_dropped_total Decision records lost because nothing could take them.
                # TYPE gatehouse_decision_log_dropped_total counter
                gatehouse_decision_log_dropped_total 3
                # HELP gatehouse_snapshot_age_seconds Age of the snapshot that decisions are made on.
                # TYPE gatehouse_snapshot_age_seconds gauge
                gatehouse_snapshot_age_seconds{node="n1"} 1.500000001
                gatehouse_snapshot_age_seconds{node="n2"} 2
                # HELP gatehouse_build_info The build that answers; always 1.
                # TYPE gatehouse_build_info gauge
                gatehouse_build_info{version="0.1.0",revision="abc"} 1

                """)
    }

    @Test func `buckets are cumulative and end with infinity`() {
        var text = PrometheusText()
        let table = HistogramTable(.requests, capacity: 2)
        for nanoseconds in [1_000_000, 6_000_000, 6_000_000, 20_000_000_000] as [UInt64] {
            table.record(nanoseconds, in: SeriesKey(1))
        }
        let reading = HistogramTable.sums(of: [table])[SeriesKey(1)]
        text.write(.gatewayOverhead, reading.map { [(["/a"], $0)] } ?? [])
        let lines = text.text.split(separator: "\n")
        #expect(lines.count == 2 + 15 + 2)
        #expect(lines[2] == "gatehouse_gateway_overhead_seconds_bucket{http_route=\"/a\",le=\"0.005\"} 1")
        #expect(lines[3] == "gatehouse_gateway_overhead_seconds_bucket{http_route=\"/a\",le=\"0.01\"} 3")
        #expect(lines[16] == "gatehouse_gateway_overhead_seconds_bucket{http_route=\"/a\",le=\"+Inf\"} 4")
        #expect(lines[17] == "gatehouse_gateway_overhead_seconds_sum{http_route=\"/a\"} 20.013")
        #expect(lines[18] == "gatehouse_gateway_overhead_seconds_count{http_route=\"/a\"} 4")
    }

    @Test func `what would break a line is escaped`() {
        var text = PrometheusText()
        let metric = Metric("a.b", .gauge, .count("x"), "Back\\slash\nand \"line\".", labels: ["c.d"])
        text.write(metric, [(["q\"u\\o\nte"], 1)])
        #expect(
            text.text
                == "# HELP a_b Back\\\\slash\\nand \"line\".\n# TYPE a_b gauge\na_b{c_d=\"q\\\"u\\\\o\\nte\"} 1\n")
    }

    @Test func `a metric without series is not mentioned`() {
        var text = PrometheusText()
        text.write(.serverActiveRequests, [(labels: [String], value: UInt64)]())
        text.write(.gatewayOverhead, [(labels: [String], value: HistogramReading)]())
        #expect(text.text.isEmpty)
    }

    @Test(.enabled(if: Self.promtool != nil, "promtool is missing: install the prometheus package"))
    func `promtool finds nothing to say`() throws {
        var text = PrometheusText()
        let reading = HistogramReading(
            buckets: .overhead, counts: Array(repeating: 2, count: Buckets.overhead.count), sumNanoseconds: 5_000_000)
        for metric in Metric.samples {
            let labels = metric.labels.map { _ in "some" }
            if metric.kind == .histogram {
                text.write(metric, [(labels, reading)])
            } else {
                text.write(metric, [(labels, UInt64(12))])
            }
        }
        text.writeBuild(version: "1", revision: "2")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try #require(Self.promtool))
        process.arguments = ["check", "metrics"]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        process.standardError = output
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(text.text.utf8))
        try input.fileHandleForWriting.close()
        let said = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
        #expect(String(decoding: said, as: UTF8.self) == "")
    }

    private static let promtool = [
        "/usr/bin/promtool", "/usr/local/bin/promtool", ".build/tools/usr/bin/promtool",
    ].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
}
