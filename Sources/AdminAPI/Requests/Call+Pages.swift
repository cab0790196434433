import KeyManagement

extension Call {
    /// The answer that carries a page, with a `Link` to the next one (RFC 8288).
    func page<Item>(_ page: Page<Item>, _ document: (Item) -> JSONValue) throws -> Reply {
        let reply = Reply([
            "data": .array(page.items.map(document)), "next_cursor": page.nextCursor.map(JSONValue.string) ?? .null,
        ])
        guard let cursor = page.nextCursor else { return reply }
        let kept = self.query.split(separator: "&" as Character).filter { !$0.hasPrefix("cursor=") }
        let next = (kept.map(String.init) + ["cursor=\(cursor)"]).joined(separator: "&")
        return reply.with("Link", "<\(self.path)?\(next)>; rel=\"next\"")
    }
}
