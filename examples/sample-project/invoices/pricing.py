from dataclasses import dataclass, field


@dataclass
class Line:
    article: str
    quantity: int
    price: float


@dataclass
class Invoice:
    number: str
    customer: str
    country: str
    lines: list = field(default_factory=list)


def subtotal(invoice):
    return sum(line.quantity * line.price for line in invoice.lines)


def total(invoice, express=False, voucher=None, business=False):
    amount = subtotal(invoice)
    if voucher:
        if voucher.startswith("SUMMER"):
            if amount > 100:
                amount = amount * 0.9
            elif amount > 50:
                amount = amount * 0.95
        elif voucher == "FRIEND" or voucher == "FAMILY":
            amount = amount - 10 if amount > 10 else 0
        elif voucher == "STAFF":
            amount = amount * 0.6
    for line in invoice.lines:
        if line.quantity > 100 and not business:
            amount = amount - line.price
        elif line.quantity > 1000:
            amount = amount - 5 * line.price
    if invoice.country == "DE":
        amount = amount * 1.19
    elif invoice.country == "FR":
        amount = amount * 1.2
    elif invoice.country == "CH":
        if business:
            amount = amount * 1.0
        else:
            amount = amount * 1.081
    if express:
        amount = amount + (25 if invoice.country != "DE" else 12)
    return round(amount, 2)
