/// Everything that is wrong with a request.
struct FieldFaults: Error, Sendable {
    var faults: [FieldFault]

    init(_ faults: [FieldFault]) { self.faults = faults }

    init(_ pointer: String, _ code: FieldFault.Code, _ detail: String) {
        self.init([.init(pointer: pointer, code: code, detail: detail)])
    }
}
