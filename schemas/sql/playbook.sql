-- playbook.sql - lists of tasks that were written beforehand. There are tens of them at most.

-- name: playbook_list
-- Every playbook by name.
SELECT playbook.row, playbook.id, playbook.name, playbook.version, playbook.title, playbook.content
FROM playbook WHERE @live(playbook) ORDER BY playbook.name

-- name: playbook_by_name
-- The playbook of that name.
SELECT playbook.row, playbook.id, playbook.version, playbook.content
FROM playbook WHERE playbook.name = :name AND @live(playbook)

-- name: task_of_playbook
-- A task of that playbook that is open in the incident, if there is one.
SELECT task.id FROM task
WHERE task.playbook = :playbook AND task.incident = :incident AND @live(task)
	AND (task.state = 'open' OR task.state = 'doing')
LIMIT 1
