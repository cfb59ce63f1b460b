' What a lawyer does with a Word file, in LibreOffice: one order a line, its words between tabs.

Private document As Object

Sub Work(orders As String, answer As String)
	On Error Goto Failed
	Dim source As Object, words As Variant
	source = TextOf(orders, False)
	Do While Not source.isEOF()
		words = Split(source.readLine(), Chr(9))
		If words(0) <> "" Then Obey(words)
	Loop
	source.closeInput()
	WriteLine(answer, "done")
	StarDesktop.terminate()
	Exit Sub
Failed:
	WriteLine(answer, "line " & Erl & ": " & Error & " at " & Join(words, " "))
	StarDesktop.terminate()
End Sub

Private Sub Obey(words As Variant)
	Select Case words(0)
		Case "open" : document = StarDesktop.loadComponentFromURL(words(1), "_blank", 0, Array(Prop("Hidden", True)))
		Case "delete" : Paragraph(words(1)).dispose()
		Case "insert" : Insert(Paragraph(words(1)), words(2))
		Case "update" : Update()
		Case "fields" : document.TextFields.refresh()
		Case "tell" : Tell(words(1))
		Case "save" : document.storeToURL(words(1), Array(Prop("FilterName", words(2))))
		Case "pdf" : Publish(words(1))
		Case "close" : document.close(True)
	End Select
End Sub

' The paragraph that begins with these words.
Private Function Paragraph(words As String) As Object
	Dim all As Object, one As Object
	all = document.Text.createEnumeration()
	Do While all.hasMoreElements()
		one = all.nextElement()
		If one.supportsService("com.sun.star.text.Paragraph") Then
			If Left(one.String, Len(words)) = words And IsEmpty(one.DocumentIndex) Then
				Paragraph = one
				Exit Function
			End If
		End If
	Loop
	Error 1000
End Function

' Enter at the end of a paragraph, and the new words.
Private Sub Insert(after As Object, words As String)
	Dim here As Object
	here = document.Text.createTextCursorByRange(after.End)
	document.Text.insertControlCharacter(here, com.sun.star.text.ControlCharacter.PARAGRAPH_BREAK, False)
	document.Text.insertString(here, words, False)
End Sub

' Ctrl+A, F9.
Private Sub Update()
	Dim n As Integer
	document.TextFields.refresh()
	For n = 0 To document.DocumentIndexes.Count - 1
		document.DocumentIndexes.getByIndex(n).update()
	Next n
End Sub

' Every paragraph on a line: its number, a tab, what it says.
Private Sub Tell(url As String)
	Dim target As Object
	target = TextOf(url, True)
	TellAll(document.Text, target)
	target.closeOutput()
End Sub

Private Sub TellAll(text As Object, target As Object)
	Dim all As Object, one As Object, name As Variant
	all = text.createEnumeration()
	Do While all.hasMoreElements()
		one = all.nextElement()
		If one.supportsService("com.sun.star.text.Paragraph") Then
			target.writeString(one.ListLabelString & Chr(9) & Join(Split(one.String, Chr(10)), " ") & Chr(10))
		ElseIf one.supportsService("com.sun.star.text.TextTable") Then
			For Each name In one.CellNames
				TellAll(one.getCellByName(name), target)
			Next name
		End If
	Loop
End Sub

Private Sub Publish(url As String)
	Dim options(0) As New com.sun.star.beans.PropertyValue
	options(0) = Prop("UseTaggedPDF", True)
	document.storeToURL(url, Array(Prop("FilterName", "writer_pdf_Export"), Prop("FilterData", options())))
End Sub

Private Function Prop(name As String, value As Variant) As Object
	Dim made As New com.sun.star.beans.PropertyValue
	made.Name = name
	made.Value = value
	Prop = made
End Function

Private Function TextOf(url As String, writing As Boolean) As Object
	Dim files As Object, made As Object
	files = CreateUnoService("com.sun.star.ucb.SimpleFileAccess")
	If writing Then
		made = CreateUnoService("com.sun.star.io.TextOutputStream")
		made.setOutputStream(files.openFileWrite(url))
	Else
		made = CreateUnoService("com.sun.star.io.TextInputStream")
		made.setInputStream(files.openFileRead(url))
	End If
	made.setEncoding("UTF-8")
	TextOf = made
End Function

Private Sub WriteLine(url As String, words As String)
	Dim target As Object
	target = TextOf(url, True)
	target.writeString(words)
	target.closeOutput()
End Sub
