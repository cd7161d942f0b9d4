"""The questions of databases.cpp, asked of DuckDB and SQLite over the tables that it wrote: databases.py FOLDER RUNS.

Processor time of the whole process, medians; both databases in memory, one thread, as they come (no indexes: a question
may be about any column). Bounds change from run to run as they do there. Of the list they give the first hundred rows and the count; the program
puts all rows in order.
"""

import csv
import sqlite3
import statistics
import sys
import time

import duckdb

FIELDS = ["status", "name", "model", "environment", "tag", "user_id"]


def spread(field):
    return f"avg({field}), quantile_disc({field}, [0.5, 0.75, 0.9, 0.95, 0.99])"


def questions(quantiles):
    """Names, first bounds, and what is asked for a bound; the last value of the last statement is the answer."""
    listed = "FROM traces WHERE model LIKE 'gpt-4o%' AND environment <> 'dev' AND duration > {ms}000000"
    facet = "SELECT {field}, count(*) FROM traces WHERE duration > {{ms}}000000 GROUP BY {field} ORDER BY 2 DESC LIMIT 200"
    users = (f"SELECT user_id, count(*), sum(tokens), {quantiles}, sum(cost) AS spent FROM traces "
             "WHERE duration > {ms}000000 GROUP BY user_id ORDER BY spent DESC")
    return [
        ("list: three conditions, in order of duration", 5000, [f"SELECT id {listed} ORDER BY duration DESC LIMIT 100", f"SELECT count(*) {listed}"]),
        ("facets: six fields under one condition", 7000, [facet.format(field=field) for field in FIELDS]),
        ("groups: 20,000 users with sums and percentiles", 3000, [users]),
        ("attribute of any of 10,000,000 spans", 399, ["SELECT count(DISTINCT trace) FROM spans WHERE http_status >= {ms}"]),
    ]


def answer_of(name, results):
    if name.startswith("facets"):
        return sum(row[1] for rows in results for row in rows)
    return results[-1][0][-1]


def ask(run, name, statements, bound):
    return answer_of(name, [run(statement.format(ms=bound)) for statement in statements])


def measure(title, run, asked, runs):
    for name, first, statements in asked:
        answer = ask(run, name, statements, first + 1)  # also warms up
        times = []
        for step in range(runs):
            begin = time.process_time()
            ask(run, name, statements, first + step)
            times.append(time.process_time() - begin)
        print(f"  {title:7} {name:48} {statistics.median(times) * 1000:10.1f} ms   answer {answer}", flush=True)


def main():
    folder, runs = sys.argv[1], int(sys.argv[2])
    duck = duckdb.connect()
    duck.execute("SET threads = 1")
    for table in ("traces", "spans"):
        duck.execute(f"CREATE TABLE {table} AS SELECT * FROM read_csv('{folder}/{table}.csv')")
    print(f"DuckDB {duckdb.__version__}, SQLite {sqlite3.sqlite_version}")
    measure("DuckDB", lambda sql: duck.execute(sql).fetchall(), questions(", ".join(spread(field) for field in ("duration", "tokens", "cost"))), runs)
    duck.close()
    lite = sqlite3.connect(":memory:")
    lite.execute("CREATE TABLE traces (id INTEGER, name TEXT, status TEXT, model TEXT, environment TEXT, tag TEXT, user_id TEXT, duration INTEGER, cost INTEGER, tokens INTEGER)")
    lite.execute("CREATE TABLE spans (trace INTEGER, http_status INTEGER)")
    for table, columns in (("traces", 10), ("spans", 2)):
        with open(f"{folder}/{table}.csv", newline="") as file:
            rows = csv.reader(file)
            next(rows)
            lite.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * columns)})", rows)
    measure("SQLite", lambda sql: lite.execute(sql).fetchall(), questions("avg(duration), avg(tokens), avg(cost)"), max(1, runs // 2))  # it knows no percentiles


main()
