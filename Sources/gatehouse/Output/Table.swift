import Keys

/// A list of documents in columns: laid out for people, tab-separated for programs.
struct Table: Sendable {
    let columns: [Column]
    let rows: [JSONValue]

    /// Header and rows, cut to the width.
    func lines(width: Int, isColoured: Bool, now: WallTime) -> [String] {
        let cells = self.rows.map { row in self.columns.map { $0.cell(of: row, now: now) } }
        let natural = self.columns.indices.map { index in
            cells.reduce(DisplayWidth.of(self.columns[index].title)) { max($0, DisplayWidth.of($1[index].text)) }
        }
        let widths = TableLayout.widths(
            natural: natural, mayBeCut: self.columns.map { $0.kind != .id }, available: width)
        let header = self.columns.map { Cell(text: $0.title, style: .bold) }
        return ([header] + cells).map { self.line($0, widths, width, isColoured) }
    }

    /// No header, nothing cut, one line a row.
    var tabSeparated: [String] {
        self.rows.map { row in self.columns.map { $0.field(of: row) }.joined(separator: "\t") }
    }

    private func line(_ cells: [Cell], _ widths: [Int], _ width: Int, _ isColoured: Bool) -> String {
        var line = ""
        var used = 0
        for index in cells.indices where used < width {
            let room = min(widths[index], width - used)
            let text = DisplayWidth.cut(cells[index].text, to: room)
            let isLast = index == cells.count - 1
            let padding = String(repeating: " ", count: max(0, room - DisplayWidth.of(text)))
            let styled = cells[index].style.applied(to: text, isColoured: isColoured)
            let isRight = self.columns[index].kind == .count
            line += isRight ? padding + styled : styled + (isLast ? "" : padding)
            used += room + TableLayout.gap
            if !isLast { line += String(repeating: " ", count: TableLayout.gap) }
        }
        return String(line.reversed().drop { $0 == " " }.reversed())
    }
}
