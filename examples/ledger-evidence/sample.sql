-- The books of Miller Services, a made-up company, with five made-up clients. All days are ISO dates.

CREATE TABLE coverage (  -- one row: the books are complete from the first to the last of these days
    complete_from TEXT NOT NULL CHECK (complete_from = date(complete_from)),
    complete_to TEXT NOT NULL CHECK (complete_to = date(complete_to))
);
CREATE TABLE accounts (
    account TEXT PRIMARY KEY,
    buyer TEXT NOT NULL,
    seller TEXT NOT NULL,
    opened_on TEXT NOT NULL CHECK (opened_on = date(opened_on))
);
CREATE TABLE invoices (
    invoice TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts,
    due_on TEXT NOT NULL CHECK (due_on = date(due_on)),
    paid_on TEXT CHECK (paid_on = date(paid_on))  -- NULL: not paid
);
CREATE TABLE tickets (
    ticket TEXT PRIMARY KEY,
    account TEXT NOT NULL REFERENCES accounts,
    opened_on TEXT NOT NULL CHECK (opened_on = date(opened_on)),
    promised_on TEXT NOT NULL CHECK (promised_on = date(promised_on)),
    solved_on TEXT CHECK (solved_on = date(solved_on)),  -- NULL: not solved
    escalated_on TEXT CHECK (escalated_on = date(escalated_on))  -- NULL: nobody complained to the board
);
CREATE INDEX invoices_of ON invoices (account);
CREATE INDEX tickets_of ON tickets (account);

INSERT INTO coverage VALUES ('2023-01-01', '2026-01-31');

INSERT INTO accounts VALUES
    ('A', 'Aspen Foods', 'Miller Services', '2022-05-02'),
    ('B', 'Briar Logistics', 'Miller Services', '2023-01-09'),
    ('C', 'Cedar Clinic', 'Miller Services', '2023-06-01'),
    ('C2', 'Cedar Clinic', 'Miller Services', '2025-03-01'),  -- a second account of one client
    ('D', 'Dune Travel', 'Miller Services', '2022-02-01'),
    ('F', 'Fern Media', 'Miller Services', '2025-09-01');

-- Aspen, Briar and Cedar get a bill each month. Aspen pays early, and Briar a week late in each third month.
WITH RECURSIVE months (bill) AS (
    SELECT '2023-01-01' UNION ALL SELECT date(bill, '+1 month') FROM months WHERE bill < '2026-01-01'
)
INSERT INTO invoices
    SELECT 'A-' || substr(bill, 1, 7), 'A', date(bill, '+14 days'), date(bill, '+10 days') FROM months
    UNION ALL
    SELECT 'B-' || substr(bill, 1, 7), 'B', date(bill, '+14 days'),
        date(bill, CASE WHEN substr(bill, 6, 2) IN ('03', '06', '09', '12') THEN '+22 days' ELSE '+14 days' END)
    FROM months
    UNION ALL
    SELECT 'C-' || substr(bill, 1, 7), CASE WHEN bill < '2025-03-01' THEN 'C' ELSE 'C2' END,
        date(bill, '+14 days'), date(bill, '+14 days')
    FROM months WHERE bill >= '2023-06-01';

INSERT INTO invoices VALUES
    ('D-1', 'D', '2023-03-01', '2023-02-27'),
    ('D-2', 'D', '2023-11-30', '2023-11-30'),
    ('F-1', 'F', '2025-10-15', '2025-10-13'),
    ('F-2', 'F', '2025-11-15', '2025-12-02'),  -- late
    ('F-3', 'F', '2025-12-15', NULL),          -- late, and still not paid
    ('F-4', 'F', '2026-02-15', NULL);          -- not due before the books end

INSERT INTO tickets VALUES
    ('T-101', 'A', '2024-04-03', '2024-04-10', '2024-04-08', NULL),
    ('T-102', 'B', '2025-01-20', '2025-01-27', '2025-01-24', NULL),
    ('T-103', 'C', '2024-09-02', '2024-09-09', '2024-09-20', NULL),  -- late
    ('T-104', 'C2', '2026-01-22', '2026-02-02', '2026-02-05', NULL),  -- open when the books end
    ('T-105', 'D', '2022-06-01', '2022-06-08', '2022-09-01', '2022-07-01'),  -- long ago
    ('T-106', 'F', '2025-11-03', '2025-11-10', NULL, '2025-11-20');  -- escalated, and still open
