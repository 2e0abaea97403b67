-- task.sql - what somebody is to do. A page is the row numbers of its tasks, in order, by keyset; each is
-- then read by task_show.

-- name: task_page_after
-- A page in the order written, forward.
SELECT task.row FROM task
WHERE task.incident = :incident AND task.id > :thing AND @live(task) /*filter*/
ORDER BY task.id LIMIT :limit

-- name: task_page_before
-- The same, backward.
SELECT task.row FROM task
WHERE task.incident = :incident AND task.id < :thing AND @live(task) /*filter*/
ORDER BY task.id DESC LIMIT :limit

-- name: task_page_due_after
-- A page of those that are open, or of those that are closed, by when they are due, forward.
SELECT task.row FROM task
WHERE task.incident = :incident AND (task.state = 'done' OR task.state = 'dropped') = :closed
	AND (coalesce(task.due, 9223372036854775807), task.id) > (:due, :thing) AND @live(task) /*filter*/
ORDER BY coalesce(task.due, 9223372036854775807), task.id LIMIT :limit

-- name: task_page_due_before
-- The same, backward.
SELECT task.row FROM task
WHERE task.incident = :incident AND (task.state = 'done' OR task.state = 'dropped') = :closed
	AND (coalesce(task.due, 9223372036854775807), task.id) < (:due, :thing) AND @live(task) /*filter*/
ORDER BY coalesce(task.due, 9223372036854775807) DESC, task.id DESC LIMIT :limit

-- name: task_now
-- The version of one task as of the moment looked at.
SELECT task.row FROM task WHERE task.row = @row(task, :thing) AND @live(task)

-- name: task_of_entry
-- The tasks that come from an entry.
SELECT task.row FROM task WHERE task.entry = :thing AND @live(task) ORDER BY task.row

-- name: task_after
-- The tasks that wait for one.
SELECT task.row FROM task WHERE task.after = :thing AND @live(task) ORDER BY task.row

-- name: task_show
-- All that is shown of one version: with the state of what comes before, and who wrote it first when.
SELECT task.row, task.id, task.incident, task.text, task.owner, task.priority, task.state, task.due, task.entry, task.after, task.step,
	(SELECT p.name FROM playbook AS p WHERE p.row = @row(playbook, task.playbook) AND @live(p)) AS playbook,
	(SELECT b.state FROM task AS b WHERE b.row = @row(task, task.after) AND @live(b)) AS before,
	r.at AS added, (SELECT c.at FROM record AS c WHERE c.id = task.since) AS changed,
	(SELECT w.name FROM writer AS w WHERE w.tag = r.writer AND @live(w)) AS writer
FROM task JOIN record AS r
	ON r.id = (SELECT first.since FROM task AS first WHERE first.row = task.id)
WHERE task.row = :row
