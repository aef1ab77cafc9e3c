import subprocess


def render(invoice, amount):
    rows = [f"{line.article:30} {line.quantity:5} {line.price:10.2f}" for line in invoice.lines]
    return "\n".join([f"Invoice {invoice.number} for {invoice.customer}", *rows, f"Total {amount:.2f}"])


def send_to_printer(path, printer):
    subprocess.run("lp -d " + printer + " " + path, shell=True)
