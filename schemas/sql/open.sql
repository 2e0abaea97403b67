-- open.sql - what waits for somebody, counted. Only what is open is looked at, however much is done.

-- name: open_tasks
-- The tasks that are open, and those of them past their time.
SELECT count(*) AS n, coalesce(sum(coalesce(task.due, 9223372036854775807) < :now), 0) AS late FROM task
WHERE task.incident = :incident AND (task.state = 'done' OR task.state = 'dropped') = 0 AND @live(task)

-- name: open_questions
-- The questions that nobody has answered, and when they are due.
SELECT question.id AS thing, question.row, entry.due FROM question CROSS JOIN entry ON entry.row = @row(entry, question.entry)
WHERE question.incident = :incident AND question.state = 'open' AND @live(question)

-- name: open_approvals
-- The mailings with letters that wait for approval, how many each has, and the first of them.
SELECT notification.mailing, count(*) AS n, min(notification.id) AS letter FROM notification
WHERE notification.incident = :incident AND notification.state = 'in-review' AND @live(notification)
GROUP BY notification.mailing

-- name: open_mailing
-- The advisory of a mailing.
SELECT advisory.name, advisory.version, advisory.title FROM mailing CROSS JOIN advisory ON advisory.row = mailing.advisory
WHERE mailing.row = :mailing
