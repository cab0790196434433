import Foundation
import Testing

/// Holds the pages about the client to the sources: every block of Swift in them stands, line for line, in a file that is
/// compiled and run.
@Suite struct DocumentationTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    private static func lines(_ path: String) throws -> [String] {
        let text = try String(contentsOf: Self.root.appendingPathComponent(path), encoding: .utf8)
        return text.components(separatedBy: "\n")
    }

    /// The Swift blocks of a page, without those that say why they are not compiled.
    private static func blocks(_ page: String) throws -> [[String]] {
        var blocks: [[String]] = []
        var open: [String]?
        var isExcused = false
        for line in try Self.lines(page) {
            if let block = open {
                if line == "```" {
                    if !isExcused { blocks.append(block) }
                    (open, isExcused) = (nil, false)
                } else {
                    open = block + [line]
                }
            } else if line == "```swift" {
                open = []
            } else if !line.isEmpty {
                isExcused = line.hasPrefix("<!-- not compiled: ")
            }
        }
        return blocks
    }

    /// Whether the block stands in the file, all of it indented by the same amount.
    private static func contains(_ file: [String], _ block: [String]) -> Bool {
        guard let first = block.first else { return false }
        return file.indices.contains { start in
            guard file[start].hasSuffix(first), start + block.count <= file.count else { return false }
            let indent = file[start].dropLast(first.count)
            guard indent.allSatisfy({ $0 == " " }) else { return false }
            return zip(file[start...], block).allSatisfy { $0 == ($1.isEmpty ? "" : indent + $1) }
        }
    }

    @Test(arguments: ["docs/client.md", "docs/integrations/hummingbird.md"])
    func `every example of the page is compiled code`(_ page: String) throws {
        let folders = ["Tests/GatehouseClientTests/Documentation", "Examples/HummingbirdMiddleware"]
        let files = try folders.flatMap { folder in
            try FileManager.default.contentsOfDirectory(atPath: Self.root.appendingPathComponent(folder).path)
                .filter { $0.hasSuffix(".swift") }.map { try Self.lines(folder + "/" + $0) }
        }
        let blocks = try Self.blocks(page)
        #expect(blocks.count >= 6)
        for block in blocks {
            #expect(files.contains { Self.contains($0, block) }, "not in any file:\n\(block.joined(separator: "\n"))")
        }
    }

    @Test func `a block that differs by one word is found out`() {
        let file = ["func a() {", "    let b = 1", "", "    return b", "}"]
        #expect(Self.contains(file, ["let b = 1", "", "return b"]))
        #expect(!Self.contains(file, ["let b = 2", "", "return b"]))
        #expect(!Self.contains(file, ["let b = 1", "", "  return b"]))
        #expect(!Self.contains(file, ["return b", "}", "more"]))
    }
}
