# Tasuki: `make` prints what can be done. Everything runs in .venv, made from the locks.
SHELL := /bin/bash
PY := .venv/bin/python
.DEFAULT_GOAL := help
.PHONY: help ready ready-dev run test prove bench check fix shell demo docs lock clean browser

help: ## print these targets / この一覧
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'

ready:
	@scripts/ready requirements.txt

ready-dev:
	@scripts/ready requirements.txt requirements-dev.txt

run: ready ## start the town / 起動（見本の町つき）
	@$(PY) -m tasuki run

demo: ready ## make the demo towns / 見本の町を作る
	@$(PY) -m tasuki demo

shell: ready ## Django's shell / 対話画面
	@$(PY) -m tasuki shell

check: ready-dev ## style, types, import contract, guards / 検査
	@scripts/check

fix: ready-dev ## put style right / 書式を直す
	@$(PY) -m ruff check --fix -q . ; $(PY) -m ruff format -q .

test: ready-dev browser check ## all tests, both databases, journeys / すべての試験
	@scripts/test

browser: ready-dev
	@scripts/browser

prove: ready-dev browser ## try every promise of docs/security.md and print the figures / 守りの約束を確かめる
	@CHROMIUM=$$(scripts/browser --print) $(PY) -m tests.prove $(PROVE)

bench: ready-dev ## speed: SIZE=S, L or both / 速さの測定
	@$(PY) -m bench $(or $(SIZE),both) $(BENCH)

docs: ready-dev ## write docs/reference anew / 参照資料を作り直す
	@$(PY) -m tasuki docs

lock: ## choose versions anew and lock them with hashes (needs uv) / 版を選び直す
	@scripts/lock

clean: ## remove everything that was made, but not your data / 作られた物を消す（データは残す）
	rm -rf .venv .build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info dist
	find . -name __pycache__ -type d -not -path './.git/*' -exec rm -rf {} +
