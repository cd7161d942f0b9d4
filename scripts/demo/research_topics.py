"""What the research agent is asked in the demo, how it splits the work, and what its tools and the model answer."""

PLAN = "Split the question into three parts that can be researched on their own. Reply with one line per part."
SEARCHER = ("You are a research sub-agent. Use web_search and web_fetch, several at once when they do not depend on each "
            "other. Then report what you found in at most four sentences, with the addresses you rely on.")
WRITER = "Write the answer from the notes. Start with the conclusion. Name your sources. Say what stays uncertain."

TOPICS = [
    {"key": "heat-pumps", "user": "u-3301", "session": "sess-research-11", "environment": "production",
     "question": "Are heat pumps worth it in poorly insulated houses from before 1950? Compare running costs with gas.",
     "parts": [
         {"name": "efficiency-researcher", "task": "Seasonal efficiency of air-source heat pumps in old houses",
          "calls": [("web_search", "seasonal performance factor air source heat pump unrenovated houses field study"),
                    ("web_search", "heat pump flow temperature 55 C efficiency old radiators"),
                    ("web_fetch", "https://research.example.org/field-study-heat-pumps-2024"),
                    ("web_fetch", "https://energy.example.org/flow-temperature-guide")],
          "report": "Field studies report seasonal performance factors between 2.6 and 3.3 in unrenovated houses at flow "
                    "temperatures of 50 to 55 °C (https://research.example.org/field-study-heat-pumps-2024). Larger "
                    "radiators in two or three rooms lower the flow temperature by 5 to 8 °C and raise the factor by 0.3."},
         {"name": "cost-researcher", "task": "Household prices of gas and electricity",
          "calls": [("web_search", "household electricity price heat pump tariff 2025"),
                    ("web_search", "household gas price per kWh 2025"),
                    ("web_fetch", "https://statistics.example.org/energy-prices"),
                    ("web_fetch", "https://energy.example.org/heat-pump-tariffs")],
          "report": "Heat-pump tariffs are 0.22 to 0.26 €/kWh, gas 0.10 to 0.12 €/kWh "
                    "(https://statistics.example.org/energy-prices). The break-even factor is therefore about 2.3."},
         {"name": "insulation-researcher", "task": "What minimal insulation changes the picture",
          "calls": [("web_search", "cheapest insulation measures heating load old house"),
                    ("web_search", "attic floor insulation savings percent"),
                    ("web_fetch", "https://building.example.org/attic-floor")],
          "report": "Insulating the attic floor and sealing windows cuts the heating load by 15 to 25 % for under 4,000 € "
                    "(https://building.example.org/attic-floor)."}],
     "answer": "**Yes, in most such houses**, if the flow temperature can be kept at 55 °C or below.\n\n"
               "| | Heat pump | Gas boiler |\n| --- | ---: | ---: |\n| Efficiency | 2.6–3.3 | 0.92 |\n"
               "| Price per kWh of energy | 0.24 € | 0.11 € |\n| **Cost per kWh of heat** | **0.07–0.09 €** | **0.12 €** |\n\n"
               "Insulating the attic floor first pays back fastest. Uncertain: future network charges.\n\n"
               "Sources: research.example.org, statistics.example.org, building.example.org",
     "score": 0.91, "label": "supported"},
    {"key": "sqlite-wal", "user": "u-3307", "session": "sess-research-14", "environment": "production", "fails": True,
     "question": "When does SQLite's write-ahead log grow without bound, and how do teams prevent it in production?",
     "parts": [
         {"name": "docs-researcher", "task": "What the documentation says about checkpoints",
          "calls": [("web_search", "sqlite wal checkpoint starvation long reader"),
                    ("web_search", "wal_autocheckpoint default pages"),
                    ("web_fetch", "https://docs.example.org/sqlite/wal"),
                    ("web_fetch", "https://docs.example.org/sqlite/pragma-wal-checkpoint")],
          "report": "A checkpoint cannot pass the oldest reader, so one long read transaction keeps the log growing "
                    "(https://docs.example.org/sqlite/wal). The default runs a passive checkpoint every 1000 pages."},
         {"name": "incident-researcher", "task": "Reports of such incidents",
          "calls": [("web_search", "postmortem sqlite wal file grew disk full"),
                    ("web_search", "sqlite wal size limit production"),
                    ("web_fetch", "https://blog.example.net/the-40-gb-wal"),
                    ("web_fetch", "https://status.example.net/incidents/2291")],
          "report": "One team reports a 40 GB log caused by an iterator that was never closed "
                    "(https://blog.example.net/the-40-gb-wal). A second report could not be fetched."},
         {"name": "practice-researcher", "task": "How teams prevent it",
          "calls": [("web_search", "sqlite busy_timeout wal_checkpoint truncate cron"),
                    ("web_search", "journal_size_limit pragma recommended"),
                    ("web_fetch", "https://docs.example.org/sqlite/journal-size-limit")],
          "report": "Close statements early, set `journal_size_limit`, and run `PRAGMA wal_checkpoint(TRUNCATE)` in quiet "
                    "hours (https://docs.example.org/sqlite/journal-size-limit)."}],
     "answer": "The log grows when **a reader never finishes**: a checkpoint cannot move past the oldest snapshot.\n\n"
               "```sql\nPRAGMA journal_size_limit = 67108864;\nPRAGMA wal_checkpoint(TRUNCATE);\n```\n\n"
               "- Close iterators and statements; keep read transactions under a second.\n"
               "- Watch the size of the `-wal` file and alert at ten times the usual.\n\n"
               "One incident report was unreachable (status.example.net), so treat the incident rate as unknown.",
     "score": 0.78, "label": "partly supported"},
    {"key": "kyoto-trains", "user": "u-3310", "session": "sess-research-21", "environment": "staging",
     "question": "京都から金沢まで、2人で一番安く行く方法は? Please answer in English too.",
     "parts": [
         {"name": "rail-researcher", "task": "Limited express and Shinkansen via Tsuruga",
          "calls": [("web_search", "京都 金沢 サンダーバード 敦賀 乗り換え 料金"), ("web_search", "Kyoto Kanazawa train fare Tsuruga"),
                    ("web_fetch", "https://rail.example.jp/fares/kyoto-kanazawa"),
                    ("web_fetch", "https://rail.example.jp/discounts")],
          "report": "The train via Tsuruga takes about 2 h 10 min and costs about ¥7,600 a person "
                    "(https://rail.example.jp/fares/kyoto-kanazawa)."},
         {"name": "bus-researcher", "task": "Highway buses",
          "calls": [("web_search", "京都 金沢 高速バス 料金"), ("web_search", "Kyoto Kanazawa highway bus"),
                    ("web_fetch", "https://bus.example.jp/kyoto-kanazawa"), ("web_fetch", "https://bus.example.jp/sales")],
          "report": "Buses take 4 h 15 min and cost ¥3,000 to ¥4,500 (https://bus.example.jp/kyoto-kanazawa)."},
         {"name": "car-researcher", "task": "Sharing a rental car",
          "calls": [("web_search", "レンタカー 京都 金沢 乗り捨て料金"), ("web_search", "Meishin Hokuriku toll Kyoto Kanazawa"),
                    ("web_fetch", "https://tolls.example.jp/kyoto-kanazawa")],
          "report": "Toll and fuel come to about ¥9,500, plus the drop-off fee (https://tolls.example.jp/kyoto-kanazawa)."}],
     "answer": "**高速バスが最安です** 🚌 2人で約6,000〜9,000円、所要4時間15分。列車は2人で約15,200円、約2時間10分です。\n\n"
               "**The highway bus is cheapest**: about ¥6,000–9,000 for two in 4 h 15 min. The train costs about ¥15,200 "
               "for two and takes about 2 h 10 min.",
     "score": 0.95, "label": "supported"},
]
