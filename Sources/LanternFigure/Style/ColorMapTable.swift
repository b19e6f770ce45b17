// matplotlib's colour maps (facts; viridis and its relatives are CC0, the named brewer scales Apache 2.0 of Cynthia Brewer):
// written by Scripts/goldens/colormaps.py.

extension ColorMap {
  /// A line a map: name, kind (256 colours in full, anchors of straight lines, or colours by number), and their bytes in base 64.
  static let table = """
    viridis full \
    RAFURAJWRQRXRQVZRgdaRghcRgpdRgteRw1gRw5hRxBjRxFkRxNlSBRnSBZoSBdpSBhqSBpsSBttSBxuSB1vSB9wSCBxSCFzSCN0SCR1SCV2SCZ3SCh4SCl5Ryp6Ryx6Ry\
    17Ry58Ry99RjB+RjJ+RjN/RjSARTWBRTeBRTiCRDmDRDqDRDuEQz2EQz6FQj+FQkCGQkGGQUKHQUSHQEWIQEaIP0eIP0iJPkmJPkqJPkyKPU2KPU6KPE+KPFCLO1GLO1KL\
    OlOLOlSMOVWMOVaMOFiMOFmMN1qMN1uNNlyNNl2NNV6NNV+NNGCNNGGNM2KNM2ONMmSOMmWOMWaOMWeOMWiOMGmOMGqOL2uOL2yOLm2OLm6OLm+OLXCOLXGOLHGOLHKOLH\
    OOK3SOK3WOKnaOKneOKniOKXmOKXqOKXuOKHyOKH2OJ36OJ3+OJ4COJoGOJoKOJoKOJYOOJYSOJYWOJIaOJIeOI4iOI4mOI4qNIouNIoyNIo2NIY6NIY+NIZCNIZGMIJKM\
    IJKMIJOMH5SMH5WLH5aLH5eLH5iLH5mKH5qKHpuKHpyJHp2JH56JH5+IH6CIH6GIH6GHH6KHIKOGIKSGIaWFIaaFIqeFIqiEI6mDJKqDJauCJayCJq2BJ62BKK6AKa9/Kr\
    B/LLF+LbJ9LrN8L7R8MbV7MrZ6NLZ5Nbd5N7h4OLl3Orp2O7t1Pbx0P7xzQL1yQr5xRL9wRsBvSMFuSsFtTMJsTsNrUMRqUsVpVMVoVsZnWMdlWshkXMhjXsliYMpgY8tf\
    ZcteZ8xcac1bbM1abs5YcM9Xc9BWddBUd9FTetFRfNJQf9NOgdNNhNRLhtVJidVIi9ZGjtZFkNdDk9dBldhAmNg+m9k8ndk7oNo5oto3pds2qNs0qtwyrdwwsN0vst0ttd\
    4ruN4put4ovd8mwN8lwt8jxeAhyOAgyuEfzeEd0OEc0uIb1eIa2OIZ2uMZ3eMY3+MY4uQY5eQZ5+QZ6uUa7OUb7+Uc8eUd9OYe9uYg+OYh++cj/ecl
    plasma full \
    DQiHEAeIEweJFgeKGQaMGwaNHQaOIAaPIgaQJAaRJgWRKAWSKgWTLAWULgWVLwWWMQWXMwWXNQSYNwSZOASaOgSaPASbPgScPwScQQSdQwOeRAOeRgOfSAOfSQOgSwOhTA\
    KhTgKiUAKiUQKjUwKjVQKkVgGkWAGkWQGlWwGlXAGmXgGmYAGmYQCnYwCnZACnZgCnZwCoaQCoagCobACobgCobwCocQCocgGodAGodQGodwGoeAGoegKoewKofQOofgOo\
    gASogQSngwWnhAWnhgamhwemiAimigmliwqljQuljgykjw2kkQ6jkg+jlBCilRGhlhOhmBSgmRWfmhafnBeenRidnhmdoBqcoRuboh2aox6apR+ZpiCYpyGXqCKWqiOVqy\
    SUrCaUrSeTriiSsCmRsSqQsiuPsyyOtC6NtS+MtjCLtzGKuDKJujOIuzSIvDWHvTeGvjiFvzmEwDqDwTuCwjyBwz2AxD5/xUB+xkF9x0J8yEN7yUR6ykV6y0Z5zEd4zEl3\
    zUp2zkt1z0x00E1z0U5y0k9x01Fx1FJw1VNv1VRu1lVt11Zs2Fdr2Vhq2lpq2ltp21xo3F1n3V5m3l9l3mFk32Jj4GNj4WRi4mVh4mZg42hf5Gle5Wpd5Wtd5mxc525b52\
    9a6HBZ6XFY6XJX6nRX63VW63ZV7HdU7XlT7XpS7ntR73xR735Q8H9P8IBO8YFN8YNM8oRL84VL84dK9IhJ9IlI9YtH9YxG9o1F9o9E95BE95FD95NC+JRB+JVA+Zc/+Zg+\
    +Zo++ps9+pw8+p47+586+6E5+6I4/KM4/KU3/KY2/Kg1/Kk0/asz/awz/a4y/a8x/bEw/bIv/bQv/bUu/rct/rgs/ros/rsr/r0q/r4q/sAp/cIp/cMo/cUn/cYn/cgn/c\
    om/csm/M0l/M4l/NAl/NIl+9Mk+9Uk+9ck+tgk+tok+dwk+d0l+N8l+OEl9+Il9+Ql9uYm9ugm9ekm9esn9O0n8+4n8/An8vIn8fQm8fUl8Pck8Pkh
    inferno full \
    AAAEAQAFAQEGAQEIAgEKAgIMAgIOAwIQBAMSBAMUBQQXBgQZBwUbCAUdCQYfCgciCwckDAgmDQgpDgkrEAktEQowEgoyFAs0FQs3Fgs5GAw8GQw+GwxBHAxDHgxFHwxIIQ\
    xKIwxMJAxPJgxRKAtTKQtVKwtXLQtZLwpbMQpcMgpeNApfNglhOAliOQljOwlkPQllPglmQApnQgpoRApoRQppRwtqSQtqSgxrTAxrTQ1sTw1sUQ5sUg5tVA9tVQ9tVxBu\
    WRBuWhFuXBJuXRJuXxNuYRNuYhRuZBVuZRVuZxZuaRZuahdubBhubRhubxlucRluchpudBpudRtudxxteBxteh1tfB1tfR5tfx5sgB9sgiBshCBrhSFrhyFriCJqiiJqjC\
    NpjSNpjyRpkCVokiVokyZnlSZnlydmmCdmmihlmylknSlknypjoCpjoitioyxhpSxgpi1gqC5fqS5eqy9erTBdrjBcsDFbsTJaszJatDNZtjRYtzVXuTVWujZVvDdUvThT\
    vzlSwDpRwTpQwztPxDxOxj1Nxz5MyD9LykBKy0FJzEJIzkNHz0RG0EVF0kZE00dD1EhC1UpB10s/2Ew+2U092k4821A73VE63lI431M34FU24VY14lc041kz5Fox5Vww5l\
    0v514u6GAt6WEr6mMq62Qp62Yo7Gcm7Wkl7mok72wj724h8G8g8XEf8XMd8nQc83Yb83gZ9HkY9XsX9X0V9n4U9oAT94IS94QQ+IUP+IcO+IkM+YsL+YwK+Y4J+pAI+pIH\
    +pQH+5YG+5cG+5kG+5sG+50H/J8H/KEI/KMJ/KUK/KYM/KgN/KoP/KwR/K4S/LAU/LIW/LQY+7Ya+7gd+7of+7wh+74j+sAm+sIo+sQq+sYt+ccv+cky+cs1+M03+M8699\
    E999NA9tVD9tdG9dlJ9dtM9N1P9N9T9OFW8+Na8+Vd8uZh8uhl8upp8ext8e1x8e918fF58vJ98vSC8/WG8/aK9PiO9fmS9vqW+Pua+fyd+v2h/P+k
    magma full \
    AAAEAQAFAQEGAQEIAgEJAgILAgINAwMPAwMSBAQUBQQWBgUYBgUaBwYcCAceCQcgCggiCwkkDAkmDQopDgsrEAstEQwvEg0xEw00FA42FQ44Fg87GA89GRA/GhBCHBBEHR\
    FHHhFJIBFLIRFOIhFQJBJTJRJVJxJYKRFaKhFcLBFfLRFhLxFjMRFlMxBnNBBpNhBrOBBsOQ9uOw9wPQ9xPw9yQA90Qg91RA92RRB3RxB4SRB4ShB5TBF6ThF7TxJ7URJ8\
    UhN8VBN9VhR9VxV+WRV+WhZ+XBZ/XRd/Xxh/YBiAYhmAZBqAZRqAZxuAaByBahyBax2BbR2Bbh6BcB+Bch+BcyCBdSGBdiGBeCKBeSKCeyOCfCOCfiSCgCWCgSWBgyaBhC\
    aBhieBiCeBiSiBiymBjCmBjiqBkCqBkSuBkyuAlCyAliyAmC2AmS2Amy5/nC5/ni9/oC9/oTB+ozB+pTF+pjF9qDJ9qjN9qzN8rTR8rjR7sDV7sjV7szZ6tTZ6tzd5uDd5\
    ujh4vDl4vTl3vzp3wDp2wjt1xDx1xTx0xz1zyD5zyj5yzD9xzUBxz0Bw0EFv0kJv00Nu1URt1kVs2EVs2UZr20dq3Ehp3klo30po4Exn4k1m405l5E9k5VBk51Jj6FNi6V\
    Ri6lZh61dg7Fhg7Vpf7lte711e8F9e8WBd8mJd8mRc82Vc9Gdc9Glc9Wtc9mxc9m5c93Bc93Jc+HRc+HZc+Xhd+Xld+Xtd+n1e+n9e+oFf+4Nf+4Vg+4dh/Ilh/Ipi/Ixj\
    /I5k/JBl/ZJm/ZRn/ZZo/Zhp/Zpq/Ztr/p1s/p9t/qFu/qNv/qVx/qdy/qlz/qp0/qx2/q53/rB4/rJ6/rR7/rZ8/rd+/rl//ruB/r2C/r+E/sGF/sKH/sSI/saK/siM/s\
    qN/syP/s2Q/s+S/tGU/tOV/tWX/teZ/tia/dqc/dye/d6g/eCh/eKj/eOl/eWn/eep/emq/eus/Oyu/O6w/PCy/PK0/PS2/Pa4/Pe5/Pm7/Pu9/P2/
    cividis full \
    ACJOACNPACRRACVTACVUACZWACdYAChZAChbACldACpfACphACtiACxkACxmAC1oAC5qAC5sAC9tADBvADBwADFwADFxATJxBTNxCDNwDDRwDzVwEjVwFDZwFjdwGDdvGj\
    hvHDlvHjpvIDpvITtuIzxuJDxuJj1uJz5uKT9uKj9tK0BtLUFtLkFtL0JtMUNtMkNtM0RtNEVsNUVsNkZsOEdsOUhsOkhsO0lsPEpsPUpsPktsP0xsQExsQU1sQk5sQ05s\
    RE9sRVBsRlFsR1FsSFJsSVNsSlNsS1RsTFVsTVVsTlZsT1dsUFdsUVhtUlltU1ptVFptVVttVVxtVlxtV11tWF5tWV5uWl9uW2BuXGFuXWFuXmJuXmNvX2NvYGRvYWVvYm\
    VvY2ZwZGdwZWhwZWhwZmlwZ2pxaGpxaWtxamxxa21ybG1ybG5ybW9ybm9zb3BzcHFzcXJ0cnJ0cnN0c3R1dHR1dXV1dnZ2d3d2d3d3eHh3eXl3enp4e3p4fHt4fXx4fnx4\
    fn14f354gH94gX94goB5g4F5hIJ5hYJ5hoN5h4R4iIV4iYV4ioZ4i4d4jIh4jYh4jol4j4p4kIt4kYt4kox4ko14k454lI53lY93lpB3l5F3mJJ3mZJ3mpN2m5R2nJV2nZ\
    V2npZ2n5d1oJh1oZl1opl1o5p0pJt0pZx0ppx0p51zqJ5zqZ9zqqBzq6ByrKFyraJyrqNxr6RxsKVxsaVws6ZwtKdvtahvtqlvt6luuKpuuattuqxtu61tvK5sva5svq9r\
    v7BrwLFqwbJqwrNpw7NpxLRoxbVoxrZnx7dnyLhmyblly7llzLpkzbtjzrxjz71i0L5i0b9h0sBg08Bf1MFf1cJe1sNd18Rc2cVc2sZb28da3MhZ3chY3slY38pX4MtW4c\
    xV4s1U5M5T5c9S5tBR59FQ6NJP6dNO6tNM69RL7dVK7tZJ79dI8NhG8dlF8tpE89tC9dxB9t0/994++N88+eA6++E4/OI2/eM0/uQ0/uU1/uY2/ug4
    turbo full \
    MBI7MhVDMxhKNBtRNR5YNiFfNyRmOCdtOSpzOi15Oy+APDKGPTWLPjiRPzuXPz6cQECiQUOnQUasQkmxQku1Q066RFG/RFTDRFbHRVnLRVzPRV7TRmHWRmTaRmbdRmngRm\
    vjR27mR3HpR3PrR3buR3jwR3vyRn30RoD2RoL4RoX6Rof7RYr8RYz9RI/+Q5H+QpT/QZb/QJn/Ppv+PZ7+O6D9OqP8OKX7N6j6Nav4M633Ma/1L7L0LrTyLLfwKrnuKLzr\
    J77pJcDnI8PkIsXiIMffH8ndHsvaHM3YG9DVGtLSGtTQGdXNGNfKGNnIGNvFGN3CGN7AGOC9GeK7GeO5GuS2HOa0HeeyH+mvIOqsIuuqJeynJ+6kKu+hLPCeL/GbMvKYNf\
    OUOPSRPPWOP/aKQ/eHRviESviATvl9Uvp6Vfp2WftzXfxvYfxsZf1paf1mbf5icf5fdf5cef5Zff9WgP9ThP9RiP9Oi/9Lj/9Jkv9Hlv5Emf5CnP5An/0/of09pPw8p/w6\
    qfs5rPs4r/o3sfk2tPg2t/c1ufY1vPU0vvQ0wfM0w/E0xvA0yO80y+00zew00Oo00uk11Oc11+U12eQ22+I23eA339834d0349s45dk459c56dU569M57NE67s8678068c\
    s68sk69Mc69cU69sM698E6+L45+bw5+ro5+7g4+7Y3/LM2/LE2/a41/aw0/qkz/qcy/qQx/qEw/p4v/pst/pks/pYr/pMq/pAp/Y0n/Yom/Icl/IQj+4Ei+34h+nsf+Xge\
    +XUd+HIc928a9mwZ9WkY9GYX82MV8mAU8V0T8FsS71gR7VUQ7FMP61AO6k4N6EsM50kM5UcL5EUK4kMK4UEJ3z8I3T0I3DsH2jkH2DcG1jUG1DMF0jEF0C8Fzi0EzCsEyi\
    oEyCgDxSYDwyUDwSMCviECvCACuR4Ctx0CtBsBshoBrxgBrBcBqRYBpxQBpBMBoRIBnhABmw8BmA4BlQ0BkgsBjgoBiwkCiAgChQcCgQYCfgUCegQD
    twilight full \
    4tni4dni4dni4Nni4Nni39nh3tnh3tnh3dng3Nng3Nnf29jf2tjf2dje2Nje19fd1tfd1dbc1Nbc09bb0tXb0dXa0NTZztPZzdPYzNLYy9LXydHXyNDWx9DVxc/VxM7Uws\
    7Uwc3Tv8zTvszSvMvRu8rRucnQuMnQtsjPtcfPs8bOssbOsMXNr8TNrcPNrMLMqsLMqcHLp8DLpr/KpL7Ko77Kob3JoLzJnrvJnbrInLnImrjImbjIl7fHlrbHlbXHk7TG\
    krPGkbLGj7HGjrHFjbDFjK/Fiq7Fia3FiKzEh6vEhqrEhanEhKjEgqfDgabDgKXDf6XDfqTDfaPDfKLCe6HCeqDCeZ/CeJ7Cd53CdpzBdpvBdZrBdJnBc5jBcpfBcZbBcZ\
    XAcJTAb5PAbpLAbpHAbZDAbI+/bI6/a42/a4y/aou/aYq/aYm+aIi+aIe+Z4a+Z4W+ZoS9ZoO9ZoK9ZYC9ZX+9ZH68ZH28ZHy8Y3u8Y3q7Y3m7Yni7Yne7Yna6YnW6YXO6\
    YXK6YXG5YXC5YW+5YG64YG24YGy4YGq3YGm3YGi2YGe2YGa2X2W1X2S1X2K0X2G0X2C0X1+zX16zX12yX1uyX1qxX1mxX1iwX1ewX1WvXlSuXlOuXlKtXlGtXk+sXk6rXk\
    2rXkyqXkupXkmpXkioXkenXkamXkWmXkOlXUKkXUGjXUCiXT6hXT2hXTygXTufXTqeXDidXDecXDabXDWaXDSZWzKYWzGWWzCVWy+UWi6TWi2SWiuQWSqPWSmOWSiNWCeL\
    WCaKVyWIVySHVyOFViKEViGCVSCBVR9/VB5+Ux58Ux16Uhx5URt3URp1UBp0TxlyTxlwThhvTRdtTBdrTBZpSxZoShVmSRVkSBVjRxRhRxRfRhReRRNcRBNaQxNZQhJXQR\
    JWQRJUQBJTPxJRPhFQPRFOPRFNPBFLOxFKOhFJOhFIORFGOBFFNxFENxFDNhFCNhFBNRFANBE/NBE+MxE9MxE8MhI7MhI6MRI6MRM5MBM4MBQ3LxQ2
    jet full \
    AACAAACEAACJAACNAACSAACWAACbAACfAACkAACoAACtAACyAAC2AAC7AAC/AADEAADIAADNAADRAADWAADaAADfAADjAADoAADtAADxAAD2AAD6AAD/AAD/AAD/AAD/AA\
    D/AAT/AAj/AAz/ABD/ABT/ABj/ABz/ACD/ACT/ACj/ACz/ADD/ADT/ADj/ADz/AED/AET/AEj/AEz/AFD/AFT/AFj/AFz/AGD/AGT/AGj/AGz/AHD/AHT/AHj/AHz/AID/\
    AIT/AIj/AIz/AJD/AJT/AJj/AJz/AKD/AKT/AKj/AKz/ALD/ALT/ALj/ALz/AMD/AMT/AMj/AMz/AND/ANT/ANj/ANz+AOD7AOT4Auj0BuzxCfDuDPTrD/jnE/zkFv/hGf\
    /eHP/bH//XI//UJv/RKf/OLP/KMP/HM//ENv/BOf++PP+6QP+3Q/+0Rv+xSf+tTf+qUP+nU/+kVv+gWv+dXf+aYP+XY/+UZv+Qav+Nbf+KcP+Hc/+Dd/+Aev99ff96gP93\
    g/9zh/9wiv9tjf9qkP9mlP9jl/9gmv9dnf9aoP9WpP9Tp/9Qqv9Nrf9Jsf9GtP9Dt/9Auv88vv85wf82xP8zx/8wyv8szv8p0f8m1P8j1/8f2/8c3v8Z4f8W5P8T5/8P6/\
    8M7v8J8fwG9PgC+PUA+/EA/u0A/+oA/+YA/+IA/94A/9sA/9cA/9MA/9AA/8wA/8gA/8QA/8EA/70A/7kA/7YA/7IA/64A/6sA/6cA/6MA/58A/5wA/5gA/5QA/5EA/40A\
    /4kA/4YA/4IA/34A/3oA/3cA/3MA/28A/2wA/2gA/2QA/2AA/10A/1kA/1UA/1IA/04A/0oA/0cA/0MA/z8A/zsA/zgA/zQA/zAA/y0A/ykA/yUA/yIA/x4A/xoA/xYA/x\
    MA+g8A9gsA8QgA7QQA6AAA5AAA3wAA2gAA1gAA0QAAzQAAyAAAxAAAvwAAuwAAtgAAsgAArQAAqAAApAAAnwAAmwAAlgAAkgAAjQAAiQAAhAAAgAAA
    hot full \
    CwAADQAAEAAAEgAAFQAAGAAAGgAAHQAAIAAAIgAAJQAAJwAAKgAALQAALwAAMgAANQAANwAAOgAAPAAAPwAAQgAARAAARwAASgAATAAATwAAUQAAVAAAVwAAWQAAXAAAXw\
    AAYQAAZAAAZgAAaQAAbAAAbgAAcQAAdAAAdgAAeQAAewAAfgAAgQAAgwAAhgAAiQAAiwAAjgAAkAAAkwAAlgAAmAAAmwAAngAAoAAAowAApQAAqAAAqwAArQAAsAAAswAA\
    tQAAuAAAugAAvQAAwAAAwgAAxQAAyAAAygAAzQAAzwAA0gAA1QAA1wAA2gAA3QAA3wAA4gAA5AAA5wAA6gAA7AAA7wAA8gAA9AAA9wAA+QAA/AAA/wAA/wIA/wUA/wgA/w\
    oA/w0A/xAA/xIA/xUA/xcA/xoA/x0A/x8A/yIA/yUA/ycA/yoA/ywA/y8A/zIA/zQA/zcA/zoA/zwA/z8A/0EA/0QA/0cA/0kA/0wA/08A/1EA/1QA/1YA/1kA/1wA/14A\
    /2EA/2QA/2YA/2kA/2sA/24A/3EA/3MA/3YA/3kA/3sA/34A/4AA/4MA/4YA/4gA/4sA/44A/5AA/5MA/5UA/5gA/5sA/50A/6AA/6IA/6UA/6gA/6oA/60A/7AA/7IA/7\
    UA/7cA/7oA/70A/78A/8IA/8UA/8cA/8oA/8wA/88A/9IA/9QA/9cA/9oA/9wA/98A/+EA/+QA/+cA/+kA/+wA/+8A//EA//QA//YA//kA//wA//4A//8D//8H//8L//8P\
    //8T//8X//8b//8f//8i//8m//8q//8u//8y//82//86//8+//9C//9G//9K//9O//9S//9W//9a//9e//9h//9l//9p//9t//9x//91//95//99//+B//+F//+J//+N//\
    +R//+V//+Z//+d//+g//+k//+o//+s//+w//+0//+4//+8///A///E///I///M///Q///U///Y///c///f///j///n///r///v///z///3///7////
    coolwarm full \
    O0zAPE7CPVDDPlHFP1PGQFXIQlfJQ1jLRFrMRVzORl7PSF/RSWHSSmPTS2TVTGbWTmjYT2nZUGvaUW3bU27dVHDeVXLfVnPgWHXhWXfjWnjkW3rlXXzmXn3nX3/oYYDpYo\
    LqY4TrZIXsZoftZ4juaIrvaovva43wbI/xbpDyb5LzcJPzcpX0c5b1dZf2dpn2d5r3eZz4ep34e5/5faD5fqH6gKP6gaT7gqb7hKf8haj8hqn8iKv9iaz9i639jK/+jbD+\
    j7H+kLL+krT+k7X+lLb/lrf/l7j/mLn/mrv/m7z/nb3/nr7/n7//ocD/osH/o8L+pcP+psT+p8X+qcb9qsf9q8j9rcn9rsn8r8r8scv8ssz7s837tc36ts76t8/5udD5ut\
    D4u9H4vNL3vtL2v9P2wNT1wdT0w9X0xNXzxdbyxtbxx9fwydfwytjvy9juzNntzdnsztrrz9rq0drp0tvo09vn1Nvm1dvl1tzk19zj2Nzi2dzh2tzg29ze3N3d3dzc3tzb\
    39vZ4NvY4drW4trV49nT5NnS5djR5tfP59fO6NbM6dXL6tXJ6tTI69PG7NPF7dLD7dHC7tDA78+/78698M278c268cy48su38sq18sm088iy88ex9Mav9MWt9cSs9cKq9c\
    Gp9cCn9r+m9r6k9r2i97yh97qf97me97ic97eb97WZ97SX97OW97GU97CT96+R962Q96yO96qM96mL96iJ96aI9qWG9qOF9qKD9aCB9Z+A9Z1+9Zx99Jp79Jh685d485V3\
    85R18pJ08pBy8Y9x8Y1v8Itu8Ips74hr7oZp7oRo7YNm7IFl7H9j631i6ntg6Xpf6Xhd6HZc53Rb5nJZ5XBY5G5W42xV42tU4mlS4WdR4GVP32NO3mFN3V9L3F1K2lpJ2V\
    hH2FZG11RF1lJE1VBC1E5B0ktA0Uk/0Ec9z0U8zUI7zEA6yz44yjs3yDg2xzY1xTM0xDAywy4xwSswwCgvviQuvR8tuxssuhYruBIqtw0otQkntAQm
    rainbow full \
    gAD/fgP/fAb/egn/eA3/dhD/dBP/chb/cBn/bhz/bB//aiL+aCb+Zin+ZCz+Yi/+YDL+XjX+XDj9Wjv9WD79VkH9VET9Ukf8UEr8Tk38TFD8SlP7SFb7Rln7RFz7Ql/6QG\
    L6PmX6PGj5OWv5OG35NnD4NHP4MXb4MHn3Lnv3LH73KYH2KIT2Job1JIn1IYz0II70HpHzHJPzGZbzGJjyFpvyFJ3xEaDxEKLwDqXvDKfvCanuCKzuBq7tBLDtAbPsALXr\
    ArfrBLnqB7vqCL7pCsDoDcLoD8TnEMbmEsjmFMrlF8vkGM3kGs/jHdHiH9PhINXhItbgJNjfJ9reKNveKt3dLd7cL+DbMOHaMuPaNOTZN+bYOOfXOujWPerVP+vVQOzUQu\
    3TRO7SRu/RSPHQSvLPTfPOTvPNUPTMUvXLVPbLVvfKWPjJWvjIXfnHXvrGYPrFYvvEZPvDZvzCaPzBav3Abf2/bv6+cP68cv67dP66dv+5eP+4ev+3ff+2fv+1gP+0gv+z\
    hP+yhv+wiP+vi/6ujP6tjv6skP6rkv2plP2olvynmfymm/ulnPuknvqioPqhovmgpPifpvidqPecq/abrPWarvSYsPOXsvOWtPKVtvGTue+Su+6RvO2PvuyOwOuNwuqMxO\
    iKxueJyOaIy+SGzOOFzuGE0OCC0t6B1N2A1tt+2dp929h73NZ63tV54NN34tF25M905s1z6Mty68pw7Mhv7sZt8MRs8sJr9MBp9r5o+btm+7ll/Ldj/rVi/7Ng/7Bf/65e\
    /6xc/6lb/6dZ/6VY/6JW/6BV/51T/5tS/5hQ/5ZP/5NN/5FM/45K/4xJ/4lH/4ZG/4RE/4FD/35B/3tA/3k+/3Y9/3M7/3A6/204/2s3/2g1/2Uz/2Iy/18w/1wv/1kt/1\
    Ys/1Mq/1Ap/00n/0om/0ck/0Qi/0Eh/z4f/zse/zgc/zUb/zIZ/y8Y/ywW/ykU/yYT/yIR/x8Q/xwO/xkN/xYL/xMJ/xAI/w0G/wkF/wYD/wMC/wAA
    Greys line \
    ////8PDw2dnZvb29lpaWc3NzUlJSJSUlAAAA
    Blues line \
    9/v/3uv3xtvvnsrha67WQpLGIXG1CFGcCDBr
    Greens line \
    9/z15fXgx+nAodmbdMR2QatdI4tFAG0sAEQb
    Oranges line \
    //Xr/ubO/dCi/a5r/Y088WkT2UgBpjYDfycE
    Reds line \
    //Xw/uDS/Luh/JJy+2pK7zssyxgdpQ8VZwAN
    Purples line \
    /Pv97+312trrvL3cnprIgH26alGjVCePPwB9
    YlOrRd line \
    ///M/+2g/tl2/rJM/Y08/E4q4xocvQAmgAAm
    YlOrBr line \
    ///l//e8/uOR/sRP/pkp7HAUzEwCmTQEZiUG
    YlGnBu line \
    ///Z7fixx+m0f827QbbEHZHAIl6oJTSUCB1Y
    YlGn line \
    ///l9/y52fCjrd2OeMZ5QatdI4RDAGg3AEUp
    BuGn line \
    9/z95fX5zOzmmdjJZsKkQa52I4tFAG0sAEQb
    BuPu line \
    9/z94Oz0v9PmnrzajJbGjGuxiEGdgQ98TQBL
    GnBu line \
    9/zw4PPbzOvFqN21e8zETrPTK4y+CGisCECB
    OrRd line \
    //fs/ujI/dSe/buE/I1Z72VI1zAfswAAfwAA
    PuBu line \
    //f77Ofy0NHmpr3bdKnPNpDABXCwBFqNAjhY
    PuRd line \
    9/T55+Hv1LnayZTH32Ww5ymKzhJWmABDZwAf
    RdPu line \
    //fz/eDd/MXA+p+192ih3TSXrgF+egF3SQBq
    RdBu line \
    ZwAfshgr1mBN9KWC/dvH9/f30eXwksXeQ5PDIWasBTBh
    RdYlBu line \
    pQAm1zAn9G1D/a5h/uCQ//+/4PP4q9npdK3RRXW0MTaV
    RdYlGn line \
    pQAm1zAn9G1D/a5h/uCL//+/2e+LptlqZr1jGphQAGg3
    Spectral line \
    ngFC1T5P9G1D/a5h/uCL//+/5vWYq92kZsKlMoi9Xk+i
    PiYG line \
    jgFSxRt93neu8bba/eDv9/f35vXQuOGGf7xBTZIhJ2QZ
    PRGn line \
    QABLdiqDmXCrwqXP59To9/f32fDTptugWq5hG3g3AEQb
    BrBG line \
    VDAFjFEKv4Et38J99ujD9fX1x+rlgM3BNZePAWZeADww
    PuOr line \
    fzsIs1gG4IIU/bhj/uC29/f32NrrsqvSgHOsVCeILQBL
    RdGy line \
    ZwAfshgr1mBN9KWC/dvH////4ODgurq6h4eHTU1NGhoa
    bwr line \
    AAD//////wAA
    seismic line \
    AABMAAD//////wAAgAAA
    spring line \
    /wD///8A
    summer line \
    AIBm//9m
    autumn line \
    /wAA//8A
    winter line \
    AAD/AP+A
    cool line \
    AP///wD/
    copper line \
    AAAAFAwIJxkQOyUYTzIgYj4odkswilc4nWQ/sXBHxX1P2YlX7JVf/6Jn/65v/7t3/8d/
    ocean line \
    AIAAAEAqAABVAECAAICqgL/U////
    tab10 list \
    H3e0/38OLKAs1icolGe9jFZL43fCf39/vL0iF77P
    tab20 list \
    H3e0rsfo/38O/7t4LKAsmN+K1ico/5iWlGe9xbDVjFZLxJyU43fC97bSf39/x8fHvL0i29uNF77Pntrl
    Set1 list \
    5BocN364Ta9KmE6j/38A//8zplYo94G/mZmZ
    Set2 list \
    ZsKl/I1ijaDL54rDpthU/9kv5cSUs7Oz
    Set3 list \
    jdPH//+zvrra+4BygLHT/bRis95p/M3l2dnZvIC9zOvF/+1v
    Paired list \
    ps7jH3i0st+KM6As+5qZ4xoc/b9v/38AyrLWaj2a//+ZsVko
    Accent list \
    f8l/vq7U/cCG//+ZOGyw8AJ/v1sXZmZm
    Dark2 list \
    G5532V8CdXCz5ymKZqYe5qsCpnYdZmZm
    Pastel1 list \
    +7Sus83jzOvF3svk/tmm///M5di9/drs8vLy
    """
}
