"""PyTorch on the workloads of the benchmarks, eager; with PLUMB_BENCHMARK_COMPILED=1 by torch.compile. Adam is the fused one."""

import os

import torch
from torch import nn

import harness

COMPILED = os.environ.get("PLUMB_BENCHMARK_COMPILED") == "1"
torch.manual_seed(1)


def dense(sizes, dropout=0.0):
    parts = []
    for before, size in zip(sizes[:-2], sizes[1:-1]):
        parts += [nn.Linear(before, size), nn.ReLU()]
        if dropout:
            parts.append(nn.Dropout(dropout))
    return nn.Sequential(*parts, nn.Linear(sizes[-2], sizes[-1]))


def cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(64 * 5 * 5, 128), nn.ReLU(), nn.Linear(128, 10),
    )


class LastStep(nn.Module):
    def __init__(self):
        super().__init__()
        self.recurrent = nn.LSTM(50, 64, batch_first=True)
        self.classes = nn.Linear(64, 10)

    def forward(self, x):
        return self.classes(self.recurrent(x)[1][0][0])


class LastStepThatCounts(LastStep):
    """Sequences of different lengths, packed."""

    def __init__(self, lengths):
        super().__init__()
        self.lengths = lengths

    def forward(self, x):
        packed = nn.utils.rnn.pack_padded_sequence(x, self.lengths, batch_first=True, enforce_sorted=False)
        return self.classes(self.recurrent(packed)[1][0][0])


class BothWays(nn.Module):
    def __init__(self):
        super().__init__()
        self.recurrent = nn.GRU(50, 64, batch_first=True, bidirectional=True)
        self.classes = nn.Linear(128, 10)

    def forward(self, x):
        return self.classes(self.recurrent(x)[1].transpose(0, 1).flatten(1))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.block = nn.TransformerEncoderLayer(128, 8, 512, dropout=0.0, batch_first=True)
        self.classes = nn.Linear(128, 10)

    def forward(self, x):
        return self.classes(self.block(x).mean(1))


class Text(nn.Module):
    def __init__(self):
        super().__init__()
        self.table = nn.Embedding(20_000, 64)
        self.convolution = nn.Conv1d(64, 64, 5)
        self.classes = nn.Linear(64, 10)

    def forward(self, words):
        return self.classes(torch.relu(self.convolution(self.table(words).transpose(1, 2))).amax(2))


class DecoderBlock(nn.Module):
    """Attention of one new step to itself and the earlier ones, whose keys and values lie in a cache for all steps."""

    def __init__(self, steps):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(256), nn.LayerNorm(256)
        self.projections, self.output = nn.Linear(256, 3 * 256), nn.Linear(256, 256)
        self.wide, self.narrow = nn.Linear(256, 1024), nn.Linear(1024, 256)
        self.register_buffer("keys", torch.zeros(1, 8, steps, 32))
        self.register_buffer("values", torch.zeros(1, 8, steps, 32))

    def forward(self, x, place, seen):
        query, key, value = self.projections(self.norm1(x)).view(1, 3, 8, 1, 32).unbind(1)
        self.keys.index_copy_(2, place, key)
        self.values.index_copy_(2, place, value)
        if COMPILED:  # of one shape for all steps
            found = nn.functional.scaled_dot_product_attention(query, self.keys, self.values, attn_mask=seen)
        else:
            found = nn.functional.scaled_dot_product_attention(query, self.keys[:, :, :seen], self.values[:, :, :seen])
        x = x + self.output(found.view(1, 256))
        return x + self.narrow(nn.functional.gelu(self.wide(self.norm2(x))))


class Decoder(nn.Module):
    def __init__(self, steps):
        super().__init__()
        self.words, self.positions = nn.Embedding(1000, 256), nn.Embedding(steps, 256)
        self.blocks = nn.ModuleList(DecoderBlock(steps) for _ in range(6))
        self.norm, self.next = nn.LayerNorm(256), nn.Linear(256, 1000)

    def forward(self, word, place, seen):
        x = self.words(word) + self.positions(place)
        for block in self.blocks:
            x = block(x, place, seen)
        return torch.softmax(self.next(self.norm(x)), 1)


def generating(steps):
    """Ids one by one, each the likeliest after those before."""
    model = Decoder(steps).eval()
    step = torch.compile(model) if COMPILED else model
    places = torch.arange(steps)
    seen = [(places <= last)[None] for last in range(steps)] if COMPILED else range(1, steps + 1)

    def call():
        word = torch.ones(1, dtype=torch.int64)
        with torch.inference_mode():
            for last in range(steps):
                word = step(word, places[last : last + 1], seen[last]).argmax(1)

    return call, steps


def predicting(model, width):
    """Arrays in and arrays out."""
    model = nn.Sequential(model, nn.Softmax(1)).eval()
    if COMPILED:
        model = torch.compile(model)
    x = torch.randn(1, width).numpy()

    def call():
        with torch.inference_mode():
            return model(torch.from_numpy(x)).numpy()

    return call, 1


def training(model, x):
    """One step over a batch that lies ready."""
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), fused=True)
    loss = nn.CrossEntropyLoss()
    forward = torch.compile(model) if COMPILED else model
    y = torch.randint(0, 10, (len(x),))

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss(forward(x), y).backward()
        optimizer.step()

    return step, 1


def make(workload):
    if workload == "W1_SMALL":
        return predicting(dense([20, 128, 64, 10]), 20)
    if workload in ("W1_MLP", "W6_START"):
        return predicting(dense([784, 256, 128, 10]), 784)
    if workload in ("W2_MLP_32", "W2_MLP_128"):
        return training(dense([784, 256, 128, 10], 0.3), torch.randn(int(workload.split("_")[2]), 784))
    if workload == "W3_CNN":
        return training(cnn(), torch.randn(64, 1, 28, 28))
    if workload == "W4_LSTM":
        return training(LastStep(), torch.randn(32, 100, 50))
    if workload == "W4_LSTM_MASKED":
        return training(LastStepThatCounts(torch.randint(25, 101, (32,))), torch.randn(32, 100, 50))
    if workload == "W4_GRU_BOTH":
        return training(BothWays(), torch.randn(32, 100, 50))
    if workload == "W5_ENCODER_64":
        return training(Encoder(), torch.randn(16, 64, 128))
    if workload == "W5_ENCODER_512":
        return training(Encoder(), torch.randn(2, 512, 128))
    if workload == "W8_TEXT":
        return training(Text(), torch.randint(0, 20_000, (32, 200)))
    if workload == "W9_TOKENS":
        return generating(200)
    return None


if __name__ == "__main__":
    harness.main(make, f"{torch.__version__}, {torch.get_num_threads()} threads" + (", compiled" if COMPILED else ""))
