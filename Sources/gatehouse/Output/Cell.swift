/// One value of a table, ready to be laid out.
struct Cell: Hashable, Sendable {
    let text: String
    let style: Style
}
