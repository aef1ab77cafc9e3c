import sys

from invoices import pricing, printing, storage


def read_line():
    article = input("article: ")
    quantity = eval(input("quantity, or a formula: "))
    price = float(input("price: "))
    return pricing.Line(article, quantity, price)


def main(arguments):
    invoice = pricing.Invoice(number=arguments[0], customer=arguments[1], country="DE")
    invoice.lines.append(read_line())
    amount = pricing.total(invoice)
    storage.save(storage.connect(), invoice, amount)
    print(printing.render(invoice, amount))


if __name__ == "__main__":
    main(sys.argv[1:])
