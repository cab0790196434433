import Admission
import Foundation
import Testing

/// The page that clients read says what the code does.
@Suite struct RefusalTableTests {
    @Test func `every code stands in a row of docs/http.md with its status`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let file = folder.appending(path: "../../../docs/http.md")
        let rows = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("| ") }
        for reason in Reason.allCases {
            let row = rows.first { $0.contains("`\(reason.code)`") && $0.contains(String(reason.status)) }
            #expect(row != nil, "\(reason.code) \(reason.status)")
        }
    }
}
