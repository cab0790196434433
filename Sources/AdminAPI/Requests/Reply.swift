/// What an endpoint answers.
struct Reply: Sendable {
    var status = 200
    var contentType = "application/json"
    var body: [UInt8]
    /// What is sent in place of the body, piece by piece, when there is such.
    var stream: ByteStream?
    /// Header fields beyond those every answer has, by name.
    var fields: [(name: String, value: String)] = []

    init(status: Int = 200, _ document: JSONValue) {
        self.status = status
        self.body = document.encoded
    }

    init(bytes: [UInt8], contentType: String) {
        self.body = bytes
        self.contentType = contentType
    }

    init(streaming stream: @escaping ByteStream, contentType: String) {
        self.body = []
        self.contentType = contentType
        self.stream = stream
    }

    init(text: String, contentType: String, status: Int = 200) {
        self.status = status
        self.contentType = contentType
        self.body = Array(text.utf8)
    }

    /// The same with one more header field.
    func with(_ name: String, _ value: String) -> Self {
        var copy = self
        copy.fields.append((name, value))
        return copy
    }

    /// The same with the entity tag of a revision.
    func tagged(_ revision: UInt64) -> Self { self.with("ETag", EntityTag.text(revision: revision)) }
}
