"""PyTorch's side of the benchmark, eager."""
import torch
import torch.nn.functional as F
from torch import nn

from sizes import CONVOLUTIONS, GPT, POINTWISE, PRODUCTS


def workloads(threads):
    torch.set_num_threads(threads)
    torch.manual_seed(0)
    made = {}

    def regression():
        x = torch.linspace(-1, 1, 100).unsqueeze(1)
        y = 3 * x.pow(2) + 2 + 0.2 * torch.rand(x.size())

        def run():
            w = torch.rand(1, 1, requires_grad=True)
            b = torch.rand(1, 1, requires_grad=True)
            for _ in range(800):
                loss = (0.5 * (x.pow(2).mm(w) + b - y) ** 2).sum()
                loss.backward()
                with torch.no_grad():
                    w.sub_(0.01 * w.grad)
                    b.sub_(0.01 * b.grad)
                    w.grad.zero_()
                    b.grad.zero_()

        return run

    def adds(tracked):
        def make():
            p, q = torch.tensor([1.0], requires_grad=tracked), torch.tensor([2.0])

            def run():
                for _ in range(1000):
                    p + q

            return run

        return make

    half, two = torch.tensor([0.5]), torch.tensor([2.0])

    def chain(leaf):
        out = leaf
        for _ in range(5):
            out = out * half
            out = out + two
        return out

    def chain_both():
        leaf = torch.tensor([1.0], requires_grad=True)

        def run():
            for _ in range(100):
                chain(leaf).backward()

        return run

    def chain_backward():
        kept = chain(torch.tensor([1.0], requires_grad=True))

        def run():
            for _ in range(100):
                kept.backward(retain_graph=True)

        return run

    made["W1/seed_regression"] = regression
    made["W2/add1"], made["W2/add1_grad"] = adds(False), adds(True)
    made["W2/chain10_fwdbwd"], made["W2/chain10_bwd"] = chain_both, chain_backward

    def plain(name, arguments, body):
        def make():
            given = arguments()

            def run():
                with torch.no_grad():
                    body(*given)

            return run

        made[name] = make

    for size, count in POINTWISE:
        three = lambda count=count: (torch.randn(count), torch.randn(count), torch.randn(count))
        plain(f"W3/add/{size}", three, lambda a, b, c: a + b)
        plain(f"W3/exp/{size}", three, lambda a, b, c: a.exp())
        plain(f"W3/tanh/{size}", three, lambda a, b, c: a.tanh())
        plain(f"W3/gelu/{size}", three, lambda a, b, c: F.gelu(a))
        plain(f"W3/chain5/{size}", three, lambda a, b, c: ((a * b + c) * a - b) * c)

    square, rows = lambda: (torch.randn(4096, 4096),), lambda: (torch.randn(4096, 1024),)
    plain("W4/sum_all_4096x4096", square, lambda a: a.sum())
    plain("W4/sum_dim0_4096x4096", square, lambda a: a.sum(0))
    plain("W4/sum_dim1_4096x4096", square, lambda a: a.sum(1))
    plain("W4/softmax_4096x1024", rows, lambda a: a.softmax(-1))
    plain("W4/layer_norm_4096x1024", lambda: (torch.randn(4096, 1024), torch.randn(1024), torch.randn(1024)),
          lambda a, g, b: F.layer_norm(a, (1024,), g, b))
    plain("W4/argmax_dim1_4096x4096", square, lambda a: a.argmax(1))
    plain("W4/cumsum_dim1_4096x4096", square, lambda a: a.cumsum(1))
    plain("W4/sort_1e6", lambda: (torch.randn(10**6),), lambda a: torch.sort(a)[0])

    for name, left, right, dtype in PRODUCTS:
        plain(name, lambda left=left, right=right, dtype=dtype: (torch.randn(left).to(getattr(torch, dtype)),
                                                                 torch.randn(right).to(getattr(torch, dtype))), lambda a, b: a @ b)

    def convolution(shape, tracked):
        images, channels, side, kernels, window, stride, padding = shape

        def make():
            x = torch.randn(images, channels, side, side).to(memory_format=torch.channels_last)
            w = torch.randn(kernels, channels, window, window).to(memory_format=torch.channels_last)
            if not tracked:
                def run():
                    with torch.no_grad():
                        F.conv2d(x, w, stride=stride, padding=padding)

                return run
            x.requires_grad_()
            w.requires_grad_()
            ones = torch.ones_like(F.conv2d(x, w, stride=stride, padding=padding))

            def both():
                x.grad = w.grad = None
                F.conv2d(x, w, stride=stride, padding=padding).backward(ones)

            return both

        return make

    for name, shape in CONVOLUTIONS.items():
        made[f"W6/{name}_fwd"], made[f"W6/{name}_fwdbwd"] = convolution(shape, False), convolution(shape, True)

    def training(model, x, t, optimiser):
        def step():
            optimiser.zero_grad()
            F.cross_entropy(model(x), t).backward()
            optimiser.step()

        return step

    def perceptron(optimiser):
        def make():
            model = nn.Sequential(nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))
            return training(model, torch.randn(64, 784), torch.randint(0, 10, (64,)), optimiser(model.parameters()))

        return make

    made["W7/mlp_sgdm"] = perceptron(lambda p: torch.optim.SGD(p, lr=0.01, momentum=0.9, fused=True))
    made["W7/mlp_adam"] = perceptron(lambda p: torch.optim.Adam(p, lr=1e-3, fused=True))

    def lenet():
        model = nn.Sequential(
            nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(),
            nn.Linear(128, 10))
        return training(model, torch.randn(64, 1, 28, 28), torch.randint(0, 10, (64,)), torch.optim.Adam(model.parameters(), fused=True))

    made["W8/lenet_adam"] = lenet

    class Block(nn.Module):
        def __init__(self, before, after, stride):
            super().__init__()
            self.first = nn.Sequential(nn.Conv2d(before, after, 3, stride, 1, bias=False), nn.BatchNorm2d(after), nn.ReLU())
            self.second = nn.Sequential(nn.Conv2d(after, after, 3, 1, 1, bias=False), nn.BatchNorm2d(after))
            same = stride == 1 and before == after
            self.short = nn.Identity() if same else nn.Sequential(nn.Conv2d(before, after, 1, stride, bias=False), nn.BatchNorm2d(after))

        def forward(self, x):
            return F.relu(self.second(self.first(x)) + self.short(x))

    def resnet(batch):
        def make():
            layers = [nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
            before = 64
            for after, stride in ((64, 1), (128, 2), (256, 2), (512, 2)):
                layers += [Block(before, after, stride), Block(after, after, 1)]
                before = after
            model = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(512, 1000)).eval()
            model = model.to(memory_format=torch.channels_last)
            x = torch.randn(batch, 3, 224, 224).to(memory_format=torch.channels_last)

            def run():
                with torch.no_grad():
                    model(x)

            return run

        return make

    made["W8/resnet18_fwd_b1"], made["W8/resnet18_fwd_b8"] = resnet(1), resnet(8)

    layers, width, heads, positions, words, batch = (GPT[k] for k in ("layers", "width", "heads", "positions", "words", "batch"))

    class Layer(nn.Module):
        def __init__(self):
            super().__init__()
            self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
            self.qkv, self.out = nn.Linear(width, 3 * width), nn.Linear(width, width)
            self.up, self.down = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)

        def attention(self, x, cache, at):
            b, t, _ = x.shape
            q, k, v = (part.view(b, t, heads, width // heads).transpose(1, 2) for part in self.qkv(x).split(width, 2))
            if cache is None:
                y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
            else:
                cache[0][:, :, at : at + 1], cache[1][:, :, at : at + 1] = k, v
                y = F.scaled_dot_product_attention(q, *cache)
            return self.out(y.transpose(1, 2).reshape(b, t, width))

        def forward(self, x, cache, at):
            x = x + self.attention(self.norm1(x), cache, at)
            return x + self.down(F.gelu(self.up(self.norm2(x))))

    class Model(nn.Module):
        def __init__(self):
            super().__init__()
            self.words, self.places = nn.Embedding(words, width), nn.Embedding(positions, width)
            self.layers, self.norm = nn.ModuleList(Layer() for _ in range(layers)), nn.LayerNorm(width)
            for p in self.parameters():
                if p.dim() > 1:
                    nn.init.normal_(p, std=0.02)

        def forward(self, i, caches=None, at=0):
            x = self.words(i) + self.places.weight[at : at + i.shape[1]]
            for k, layer in enumerate(self.layers):
                x = layer(x, caches and caches[k], at)
            return self.norm(x) @ self.words.weight.t()

    def gpt_train():
        model = Model()
        i, t = torch.randint(0, words, (batch, positions)), torch.randint(0, words, (batch, positions))
        optimiser = torch.optim.AdamW(model.parameters(), lr=3e-4, fused=True)

        def step():
            optimiser.zero_grad()
            F.cross_entropy(model(i).view(-1, words), t.view(-1)).backward()
            optimiser.step()

        return step

    def gpt_decode():
        model, word = Model().eval(), torch.tensor([[5]])
        caches = [[torch.randn(1, heads, positions, width // heads) for _ in range(2)] for _ in range(layers)]

        def run():
            with torch.no_grad():
                model(word, caches, positions - 1)[:, -1].argmax(-1)

        return run

    made["W9/gpt_train"], made["W9/gpt_decode"] = gpt_train, gpt_decode

    plain("W11/gather_rows_1e6x64", lambda: (torch.randn(100_000, 64), torch.randint(0, 100_000, (10**6,))), lambda a, i: a.index_select(0, i))
    plain("W11/transpose_copy_4096x4096", square, lambda a: a.t().contiguous())
    plain("W11/cat_64x1024x256", lambda: [[torch.randn(1024, 256) for _ in range(64)]], torch.cat)

    def mask():
        a = torch.randn(10**7)
        return a, a > 0

    plain("W11/mask_select_1e7", mask, lambda a, m: a[m])
    return made
