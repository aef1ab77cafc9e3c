import sqlite3

DATABASE = "invoices.db"
password = "hunter2-Production!"


def connect():
    connection = sqlite3.connect(DATABASE)
    connection.execute("create table if not exists invoices (number text, customer text, total real)")
    return connection


def save(connection, invoice, total):
    connection.execute(
        "insert into invoices values (?, ?, ?)", (invoice.number, invoice.customer, total)
    )
    connection.commit()


def login(user, secret):
    return user == "admin" and secret == password
