// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "lantern",
  products: [
    .library(name: "Lantern", targets: ["Lantern", "CKernelLoops"]),
    .library(name: "LanternNumPy", targets: ["LanternNumPy", "CKernelLoops"]),
    .library(name: "LanternGraph", targets: ["LanternGraph", "CKernelLoops"]),
    .library(name: "LanternPlot", targets: ["LanternPlot", "CKernelLoops"]),
    .library(name: "LanternIO", targets: ["LanternIO", "CKernelLoops"]),
    .library(name: "LanternDebug", targets: ["LanternDebug", "CKernelLoops"]),
    .executable(name: "lantern", targets: ["lantern"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
  ],
  targets: [
    // Ground floor: every inner loop, in C. Links libc and libm only. What Swift imports (the headers) and what takes long to compile (the
    // loops) are two targets, since a Swift target waits for all C that it names: so the core compiles beside the loops. Whatever is
    // linked names the loops: products, programs, tests.
    .target(name: "CKernels", sources: ["isa.c"]),
    .target(
      name: "CKernelLoops", dependencies: ["CKernels"], path: "Sources/CKernels", exclude: ["isa.c"], publicHeadersPath: "loops",
      linkerSettings: [.linkedLibrary("m"), .linkedLibrary("dl"), .linkedLibrary("pthread")]),
    // The core: tensors, operations, autodiff, random numbers, printing. Depends on nothing but CKernels.
    .target(name: "Lantern", dependencies: ["CKernels", "LanternSupport"]),
    // What has nothing to do with tensors: errors, locks, files, shared libraries.
    .target(name: "LanternSupport", dependencies: ["CKernels"]),
    // Fronts. They stand on the core and on files; nobody pays for what they don't import.
    .target(name: "LanternNumPy", dependencies: ["Lantern", "LanternIO", "LanternPlotData"]),
    .target(name: "LanternGraph", dependencies: ["Lantern", "LanternIO"]),
    .target(name: "LanternPlot", dependencies: ["Lantern", "LanternFigure", "LanternPlotData"]),
    // All of plotting but tensors: it compiles beside the core.
    .target(name: "LanternFigure", dependencies: ["LanternSupport", "LanternPlotData"]),
    // What can be drawn: arrays conform to it without knowing of plots, and plots take it without knowing of arrays.
    .target(name: "LanternPlotData"),
    // Files and sharing: npy, npz, text, safetensors and the JSON that goes with it, DLPack.
    .target(name: "LanternIO", dependencies: ["Lantern"]),
    // Where calls come from: needs the toolchain's library that reads stacks, so only debugging pays for it.
    .target(name: "LanternDebug", dependencies: ["Lantern"]),
    // PyTorch's functions by name, as recorded calls have them.
    .target(name: "LanternOperators", dependencies: ["Lantern", "LanternIO"]),
    // The commands that check Lantern itself (conformance, fuzz, accuracy); a library so that they compile beside the others.
    .target(
      name: "LanternChecks",
      dependencies: [
        "Lantern", "LanternNumPy", "LanternGraph", "LanternIO", "LanternOperators",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    // The commands for users: tutorial, doctor, bench.
    .target(
      name: "LanternCommands",
      dependencies: [
        "Lantern", "LanternNumPy", "LanternGraph", "LanternPlot", "LanternIO", "NumPyExamples",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .executableTarget(
      name: "lantern",
      dependencies: [
        "LanternCommands", "LanternChecks", "CKernelLoops", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    .testTarget(name: "LanternTests", dependencies: ["Lantern", "LanternNumPy", "CKernels", "CKernelLoops"], resources: [.copy("Golden")]),
    .testTarget(
      name: "LanternCLITests",
      dependencies: [
        "lantern", "LanternCommands", "LanternChecks", "LanternOperators", "LanternGraph", "LanternIO", "LanternNumPy", "LanternPlot",
        "Lantern",
      ],
      resources: [.copy("Golden")]),
    // A figure of every kind, drawn beside matplotlib by Scripts/plots; not part of any product.
    .executableTarget(name: "plot-gallery", dependencies: ["LanternPlot", "CKernelLoops"], path: "Examples/Plots"),
    // Classic NumPy programs, as short as in Python; tested and timed, not part of any library.
    .target(name: "NumPyExamples", dependencies: ["LanternNumPy"], path: "Examples/NumPy"),
    .testTarget(name: "LanternNumPyTests", dependencies: ["LanternNumPy", "Lantern", "NumPyExamples"], resources: [.copy("Golden")]),
    .testTarget(name: "LanternGraphTests", dependencies: ["LanternGraph", "LanternNumPy"]),
    .testTarget(name: "LanternDebugTests", dependencies: ["LanternDebug", "Lantern"]),
    .testTarget(
      name: "DocumentationTests", dependencies: ["Lantern", "LanternNumPy", "LanternGraph", "LanternIO", "LanternFigure", "LanternPlot"]),
    // Runs on a stand-in for NVIDIA's driver (Tests/Support/CUDAHost) that the tests build with clang, or on a GPU.
    .testTarget(name: "LanternCUDATests", dependencies: ["Lantern", "LanternGraph", "CKernels"]),
    .testTarget(
      name: "LanternIOTests", dependencies: ["LanternIO", "Lantern", "LanternNumPy", "LanternGraph", "CKernels"],
      resources: [.copy("Golden")]),
    .testTarget(name: "LanternPlotTests", dependencies: ["LanternPlot", "LanternFigure", "LanternNumPy"], exclude: ["Golden"]),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c17
)
