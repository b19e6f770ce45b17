// How much closer pairs of ASCII characters stand in DejaVu Sans, in units of 1/2048 em; written by Scripts/goldens/kerning.py.

extension FontMetrics {
  /// One line a first character: the character, then for each distance its second characters and the distance.
  static let kerningTable = #"""
    - Y -243 T -188 V -120 X -102 W -83 B -73 v -55 A -45 y -36 o 38 O 57 GQ 75 J 114
    A TY -159 y -139 V -131 v -120 W -112 w -83 f -73 - -45 .:CGOQcdeoqt -36 A 57
    B Y -112 W -73 V -63 CGOS -36
    C Y -36
    D Y -112 AV -36
    F . -329 Aay -188 : -159 ir -149 eu -112 o -73 ST -36
    G Y -102 T -73
    H . -36
    J - -73 A -36
    K - -215 T -159 y -149 CO -112 eou -102 WY -73 U -55 Aa -36
    L T -282 Y -272 V -225 Wy -188 U -102 O -73 -eou -36 A 47
    O X -131 Y -112 . -83 :AV -36 - 57
    P . -319 A -131 a -92 eo -73 -Yi -45 nrsu -36
    Q - 57
    R T -149 Y -131 Vy -112 C -102 eou -92 -AW -83 . -73 : -63 a -45
    S A 38
    T ceo -348 asw -339 y -319 u -311 r -301 . -243 : -225 - -188 A -159 C -120 i -63 T -36
    U Z -36
    V . -264 : -167 aeo -159 u -139 A -131 - -120 y -55 i -45 O -36
    W . -235 a -131 :eo -120 A -112 r -92 - -83 u -73 i -45 y -36
    X C -149 O -131 - -102 e -92 T -36
    Y . -415 a -282 :eo -272 - -243 u -235 A -159 CO -112 i -73
    Z - -36
    e x -36
    f . -149 - -112 : -73 twy -36
    k eoy -73 u -63 a -36
    o x -63 . -36 - 38
    r . -188 - -131 x -55 ceo -45 :dghmnqr -36
    v . -159 : -112 - -55
    w . -188 : -112
    x eo -63 c -36
    y . -292 : -149 - -36
    """#
}
