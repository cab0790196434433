import Keys
import Testing

@Suite struct BoundaryTests {
    @Test func `the table of boundary, method and operation class`() {
        for method in RequestMethod.allCases {
            let isSafe = [.get, .head, .options].contains(method)
            for operation in OperationClass.allCases {
                #expect(Boundary.readOnly.permits(method, on: operation) == (isSafe && operation == .read))
                #expect(
                    Boundary.standard.permits(method, on: operation)
                        == ((isSafe || method == .post) && operation != .admin))
                #expect(Boundary.admin.permits(method, on: operation))
            }
            #expect(method.isSafe == isSafe)
            #expect(method.defaultClass == (isSafe ? .read : .write))
        }
    }

    @Test func `methods are read exactly as they are spelled`() {
        for method in RequestMethod.allCases where method != .other {
            #expect(Reading.method(method.name) == method)
            #expect(RequestMethod(name: method.name) == method)
            #expect(Reading.method(method.name.lowercased()) == .other)
        }
        for text in ["", "GE", "GETS", "TRACE", "CONNECT", "_OTHER"] {
            #expect(Reading.method(text) == .other && RequestMethod(name: text) == nil)
        }
        #expect(RequestMethod.other.name == "_OTHER")
    }

    @Test func `a set holds what was put in`() {
        let set = MethodSet([.get, .delete])
        #expect(set.methods == [.get, .delete])
        #expect(set.contains(.get) && !set.contains(.post))
        #expect(MethodSet(RequestMethod.allCases).methods == RequestMethod.allCases)
    }
}
