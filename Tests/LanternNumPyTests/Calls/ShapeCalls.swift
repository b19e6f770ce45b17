import Lantern
import LanternNumPy

extension NumPyTable {
  static let shapes: [NumPyCall] = [
    .one("reshape", "np.reshape(a, [2, -1]), a.reshape(2, -1)") { a in np.reshape(try a.array(0), a.ints(1)!) },
    .one("transpose", "np.transpose(a), a.T") { a in np.transpose(try a.array(0), a.ints(1, "axes") ?? []) },
    .one("permute_dims", "np.permuteDims(a, [1, 0])") { a in np.permuteDims(try a.array(0), a.ints(1, "axes") ?? []) },
    .one("matrix_transpose", "np.matrixTranspose(a)") { a in np.matrixTranspose(try a.array(0)) },
    .one("ravel", "np.ravel(a)") { a in np.ravel(try a.array(0)) },
    .one("copy", "np.copy(a)") { a in np.copy(try a.array(0)) },
    .one("squeeze", "np.squeeze(a, axis: 0)") { a in np.squeeze(try a.array(0), axis: a.axis()) },
    .one("ascontiguousarray", "np.ascontiguousarray(a)") { a in np.ascontiguousarray(try a.array(0)) },
    .one("atleast_1d", "np.atleast1d(a)") { a in np.atleast1d(try a.array(0)) },
    .one("atleast_2d", "np.atleast2d(a)") { a in np.atleast2d(try a.array(0)) },
    .one("atleast_3d", "np.atleast3d(a)") { a in np.atleast3d(try a.array(0)) },
    .one("swapaxes", "np.swapaxes(a, 0, 1)") { a in np.swapaxes(try a.array(0), a.int(1)!, a.int(2)!) },
    .one("moveaxis", "np.moveaxis(a, 0, -1)") { a in
      np.moveaxis(try a.array(0), a.ints(1)!, a.ints(2)!)
    },
    .one("rollaxis", "np.rollaxis(a, 2)") { a in np.rollaxis(try a.array(0), a.int(1)!, a.int(2, nil, 0)) },
    .one("expand_dims", "np.expandDims(a, axis: 0)") { a in np.expandDims(try a.array(0), axis: a.ints(1, "axis")!) },
    .one("broadcast_to", "np.broadcastTo(a, [3, 4])") { a in np.broadcastTo(try a.array(0), a.ints(1)!) },
    .many("broadcast_arrays", "np.broadcastArrays([a, b])") { a in np.broadcastArrays(try a.rest(0)) },
    .one("broadcast_shapes", "np.broadcastShapes([3, 1], [4])") { a in np.array(np.broadcastShapes(a.ints(0)!, a.ints(1)!)) },
    .one("flip", "np.flip(a, axis: 0)") { a in np.flip(try a.array(0), axis: a.axis()) },
    .one("fliplr", "np.fliplr(a)") { a in np.fliplr(try a.array(0)) },
    .one("flipud", "np.flipud(a)") { a in np.flipud(try a.array(0)) },
    .one("rot90", "np.rot90(a, k: 1)") { a in np.rot90(try a.array(0), k: a.int(1, nil, 1), axes: a.ints(2) ?? [0, 1]) },
    .one("roll", "np.roll(a, 2, axis: 0)") { a in np.roll(try a.array(0), a.ints(1)!, axis: a.axis()) },
    .one("tile", "np.tile(a, [2, 3])") { a in np.tile(try a.array(0), a.ints(1)!) },
    .one("repeat", "np.repeat(a, 2, axis: 0)") { a in np.repeat(try a.array(0), a.ints(1)!, axis: a.int(nil, "axis")) },
    .one("resize", "np.resize(a, [2, 3])") { a in np.resize(try a.array(0), a.ints(1)!) },
    .one("pad", "np.pad(a, [(1, 2)], mode: .reflect)") { a in
      let x = try a.array(0)
      let mode = a.text(nil, "mode").flatMap(np.PadMode.init) ?? .constant
      let value = try a.optionalOperand(nil, "constant_values") ?? .number(.int(0))
      let width = a.raw(1)!
      if let w = width.int { return np.pad(x, w, mode: mode, value: value) }
      return np.pad(x, width.list.map { ($0[0].int!, $0[1].int!) }, mode: mode, value: value)
    },
    .one("trim_zeros", "np.trimZeros(a)") { a in np.trimZeros(try a.array(0), a.text(1) ?? "fb") },
  ]

  static let joining: [NumPyCall] = [
    .one("concatenate", "np.concatenate([a, b], axis: 0)") { a in
      np.concatenate(try a.arrays(0), axis: a.raw(nil, "axis") == nil ? (a.isNamed("axis") ? nil : 0) : a.int(nil, "axis"), dtype: try a.dtype("dtype"))
    },
    .one("concat", "np.concat([a, b])") { a in np.concat(try a.arrays(0)) },
    .one("stack", "np.stack([a, b], axis: 0)") { a in np.stack(try a.arrays(0), axis: a.int(nil, "axis", 0)) },
    .one("vstack", "np.vstack([a, b])") { a in np.vstack(try a.arrays(0)) },
    .one("hstack", "np.hstack([a, b])") { a in np.hstack(try a.arrays(0)) },
    .one("dstack", "np.dstack([a, b])") { a in np.dstack(try a.arrays(0)) },
    .one("column_stack", "np.columnStack([a, b])") { a in np.columnStack(try a.arrays(0)) },
    .one("block", "np.block([[a, b], [c, d]])") { a in
      let items = a.list(0)
      if items[0].isList { return np.block(try items.map { try $0.list.map(a.makeArray) }) }
      return np.block(try items.map(a.makeArray))
    },
    .many("split", "np.split(a, 3), np.split(a, [1, 4], axis: 1)") { a in
      let x = try a.array(0), axis = a.int(nil, "axis", 0), sections = a.raw(1)!
      return sections.isList ? np.split(x, sections.ints, axis: axis) : np.split(x, sections.int!, axis: axis)
    },
    .many("array_split", "np.arraySplit(a, 3)") { a in
      let x = try a.array(0), axis = a.int(nil, "axis", 0), sections = a.raw(1)!
      return sections.isList ? np.arraySplit(x, sections.ints, axis: axis) : np.arraySplit(x, sections.int!, axis: axis)
    },
    .many("hsplit", "np.hsplit(a, 2)") { a in
      let x = try a.array(0), sections = a.raw(1)!
      return sections.isList ? np.hsplit(x, sections.ints) : np.hsplit(x, sections.int!)
    },
    .many("vsplit", "np.vsplit(a, 2)") { a in np.vsplit(try a.array(0), a.int(1)!) },
    .many("dsplit", "np.dsplit(a, 2)") { a in np.dsplit(try a.array(0), a.int(1)!) },
    .many("unstack", "np.unstack(a)") { a in np.unstack(try a.array(0), axis: a.int(nil, "axis", 0)) },
    .one("append", "np.append(a, values, axis: 0)") { a in
      np.append(try a.array(0), try a.operand(1), axis: a.int(nil, "axis"))
    },
    .one("insert", "np.insert(a, 2, values, axis: 0)") { a in
      let x = try a.array(0), at = a.raw(1)!, values = try a.operand(2), axis = a.int(nil, "axis")
      return at.isList ? np.insert(x, at.ints, values, axis: axis) : np.insert(x, at.int!, values, axis: axis)
    },
    .one("delete", "np.delete(a, [0, 2], axis: 0)") { a in np.delete(try a.array(0), a.ints(1)!, axis: a.int(nil, "axis")) },
  ]
}
